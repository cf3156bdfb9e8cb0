using k8s.Models;
using ResilienceGate.Clusters;
using ResilienceGate.Faults.Nodes;
using ResilienceGate.Journals;
using ResilienceGate.Leases;
using ResilienceGate.ProbeSessions;
using ResilienceGate.Rollbacks;
using ResilienceGate.Tests.Clusters;
using ResilienceGate.Tests.Journals;

namespace ResilienceGate.Tests.Rollbacks;

/// <summary>
/// A cluster with the nodes <c>n1</c> to <c>n3</c> and what killed gates have left in it. A rollback looks at the whole
/// cluster: each test has one of its own.
/// </summary>
public abstract class RollbackBench : IAsyncLifetime
{
    private const string LeaseName = "resilience-gate-deployment-model";

    private readonly LeapingClock _time = new();
    private readonly List<string> _said = [];

    private protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    private protected ApiCluster Cluster { get; } = new();

    private protected ApiFaults Faults { get; } = new();

    private protected IReadOnlyList<string> Said => _said;

    /// <summary>Whether <c>n1</c> to <c>n3</c> are closed.</summary>
    private protected bool[] Closed =>
        [
            .. Cluster
                .Objects.Nodes.List(null)
                .OrderBy(n => n.Name(), StringComparer.Ordinal)
                .Select(n => n.Spec.Unschedulable is true),
        ];

    public async ValueTask InitializeAsync()
    {
        await Cluster.InitializeAsync();
        foreach (var node in (string[])["n1", "n2", "n3"])
            Cluster.AddNode(node);
    }

    public async ValueTask DisposeAsync()
    {
        await Cluster.DisposeAsync();
        Faults.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected Task<RollbackResult> RunAsync(string? ns = null, string? run = null, bool force = false) =>
        new Rollback(Cluster.Connect(Faults), _time, Say).RunAsync(new RollbackScope(ns, run, force), Ct);

    /// <summary>What a gate that was killed in mid-drain leaves in a namespace of its own; its lease stands still.</summary>
    private protected async Task<string> LeaveAsync(string run, params string[] nodes)
    {
        var ns = Cluster.NewNamespace();
        await Journal.OpenAsync(Cluster.Client, ns, Documents.Of(run, ns, Documents.Drain(1, nodes)), Ct);
        foreach (var node in nodes)
            await new Cordon(Cluster.Client).CloseAsync(node, run, Ct);
        Hold(ns, run);
        var name = ProbeJob.NameFor(run);
        Cluster.Objects.ConfigMaps.Create(new V1ConfigMap { Metadata = Labels.Metadata(name, ns, run, ProbeJob.Role) });
        Cluster.Objects.Jobs.Create(
            new V1Job
            {
                Metadata = Labels.Metadata(name, ns, run, ProbeJob.Role),
                Spec = new V1JobSpec
                {
                    Template = new V1PodTemplateSpec
                    {
                        Spec = new V1PodSpec
                        {
                            RestartPolicy = "Never",
                            Containers = [new V1Container { Name = "probe", Image = "probe:1" }],
                        },
                    },
                },
            }
        );
        return ns;
    }

    /// <summary>The run takes the lease of the target in a namespace.</summary>
    /// <param name="ahead">How far its clock is ahead of the rollback's.</param>
    private protected void Hold(string ns, string run, TimeSpan ahead = default)
    {
        if (Holder(ns) is { } old)
            Cluster.Objects.Leases.Delete(old);
        Cluster.Objects.Leases.Create(
            new V1Lease
            {
                Metadata = Labels.Metadata(LeaseName, ns, run, "lease"),
                Spec = new V1LeaseSpec
                {
                    HolderIdentity = run,
                    RenewTime = (_time.GetUtcNow() + ahead).UtcDateTime,
                    LeaseDurationSeconds = (int)TargetLease.Duration.TotalSeconds,
                },
            }
        );
    }

    /// <summary>From now on the gate of a run renews its lease before each look at it.</summary>
    private protected void KeepAlive(string ns) =>
        Faults.Before(
            HttpMethod.Get,
            $"/{ns}/leases",
            () => Cluster.Objects.Leases.Change(ns, LeaseName, l => l.Spec.RenewTime += TimeSpan.FromSeconds(4)),
            times: int.MaxValue
        );

    private protected V1Lease? Holder(string ns) => Cluster.Objects.Leases.Find(ns, LeaseName);

    private protected async Task<IReadOnlyList<Journal>> JournalsAsync(string ns) =>
        (await Journal.FindAsync(Cluster.Client, ns, Ct)).Readable;

    private protected void AssertGone(string ns, string run)
    {
        Assert.Empty(Cluster.Objects.Leases.List(ns));
        Assert.Empty(Cluster.Objects.Jobs.List(ns));
        Assert.DoesNotContain(Cluster.Objects.ConfigMaps.List(ns), m => m.GetLabel(Labels.Run) == run);
    }

    private void Say(string line)
    {
        lock (_said)
            _said.Add(line);
    }
}
