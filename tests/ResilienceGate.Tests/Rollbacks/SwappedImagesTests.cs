using System.Net;
using k8s.Models;
using ResilienceGate.Clusters;
using ResilienceGate.Faults.PodFailure;
using ResilienceGate.Journals;
using ResilienceGate.Rollbacks;
using ResilienceGate.Tests.Journals;

namespace ResilienceGate.Tests.Rollbacks;

public sealed class SwappedImagesTests : RollbackBench
{
    [Fact]
    public async Task A_pod_of_a_killed_gate_gets_its_images_back_by_the_journal()
    {
        var ns = Swapped("r1", note: null);
        await JournalAsync(ns, "r1");

        Assert.Equal(new RollbackResult(Faults: 1, Runs: 1), await RunAsync(ns));

        Assert.Equal("model:1", ImageIn(ns));
        Assert.Contains("run r1: pod model has its own images again", Said);
    }

    [Fact]
    public async Task A_pod_that_has_gone_is_reverted()
    {
        var ns = Cluster.NewNamespace();
        await JournalAsync(ns, "r1");

        Assert.Equal(new RollbackResult(Faults: 1, Runs: 1), await RunAsync(ns));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_marked_pod_without_a_journal_gets_its_images_back_by_its_own_note(bool inItsNamespace)
    {
        var ns = Swapped("lost", note: """{"c":"model:1"}""");

        var result = await RunAsync(inItsNamespace ? ns : null);

        Assert.Equal(new RollbackResult(Faults: 1, Runs: 0), result);
        Assert.Equal("model:1", ImageIn(ns));
        Assert.Equal(RollbackResult.Nothing, await RunAsync(ns));
    }

    [Fact]
    public async Task A_pod_of_another_run_is_left_as_it_is()
    {
        var ns = Swapped("other", note: """{"c":"model:1"}""");

        await RunAsync(ns, "r1");

        Assert.Equal("pause", ImageIn(ns));
    }

    [Fact]
    public async Task Images_that_cannot_be_given_back_keep_their_journal()
    {
        var ns = Swapped("r1", note: null);
        await JournalAsync(ns, "r1");
        Faults.Refuse(HttpMethod.Patch, "/pods/model", HttpStatusCode.Forbidden, "a policy");

        var failure = await Assert.ThrowsAsync<GateException>(() => RunAsync(ns));

        Assert.Contains(
            $"giving pod {ns}/model its images back for run r1: a policy",
            failure.Message,
            StringComparison.Ordinal
        );
        Assert.Single(await JournalsAsync(ns));
    }

    private Task<Journal> JournalAsync(string ns, string run) =>
        Journal.OpenAsync(
            Cluster.Client,
            ns,
            Documents.Of(
                run,
                ns,
                Documents.Drain(1) with
                {
                    Fault = "pod-failure",
                    Swaps = [new SwappedImages("model", new Dictionary<string, string> { ["c"] = "model:1" })],
                }
            ),
            Ct
        );

    private string Swapped(string run, string? note)
    {
        var ns = Cluster.NewNamespace();
        var annotations = new Dictionary<string, string> { [Labels.SwappedBy] = run };
        if (note is not null)
            annotations[Labels.OwnImages] = note;
        Cluster.Objects.Pods.Create(
            new V1Pod
            {
                Metadata = new V1ObjectMeta
                {
                    Name = "model",
                    NamespaceProperty = ns,
                    Annotations = annotations,
                },
                Spec = new V1PodSpec { Containers = [new V1Container { Name = "c", Image = "pause" }] },
            }
        );
        return ns;
    }

    private string? ImageIn(string ns) => Cluster.Objects.Pods.Find(ns, "model")?.Spec.Containers[0].Image;
}
