using k8s.Models;
using ResilienceGate.Clusters;
using ResilienceGate.Guards;
using ResilienceGate.Rollbacks;

namespace ResilienceGate.Tests.Rollbacks;

public sealed class ObjectSweepTests : RollbackBench
{
    [Fact]
    public async Task A_lease_of_a_gate_that_died_before_it_had_a_journal_is_set_free()
    {
        var ns = Cluster.NewNamespace();
        Hold(ns, "r1");

        Assert.Equal(RollbackResult.Nothing, await RunAsync(ns));

        Assert.Null(Holder(ns));
    }

    [Fact]
    public async Task A_lease_of_a_gate_that_lives_is_left_alone()
    {
        var ns = Cluster.NewNamespace();
        Hold(ns, "r1");
        KeepAlive(ns);

        await RunAsync(ns);

        Assert.Equal("r1", Holder(ns)?.Spec.HolderIdentity);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(0, true)]
    public async Task A_guard_that_has_done_its_work_goes_and_one_on_duty_stays(int succeeded, bool stays)
    {
        var ns = Cluster.NewNamespace();
        Guard(ns, "r1", succeeded);

        await RunAsync(ns);

        Assert.Equal(stays, Cluster.Objects.Jobs.List(ns).Any());
    }

    [Fact]
    public async Task A_guard_of_another_run_than_the_one_that_is_named_stays()
    {
        var ns = Cluster.NewNamespace();
        Guard(ns, "r1", succeeded: 1);

        await RunAsync(ns, "r2");

        Assert.Single(Cluster.Objects.Jobs.List(ns));
    }

    private void Guard(string ns, string run, int succeeded)
    {
        var name = GuardJob.NameFor(run);
        Cluster.Objects.Jobs.Create(
            new V1Job
            {
                Metadata = Labels.Metadata(name, ns, run, GuardJob.Role),
                Spec = new V1JobSpec
                {
                    Template = new V1PodTemplateSpec
                    {
                        Spec = new V1PodSpec
                        {
                            RestartPolicy = "Never",
                            Containers = [new V1Container { Name = "guard", Image = "guard:1" }],
                        },
                    },
                },
            }
        );
        Cluster.Objects.Jobs.ChangeStatus(ns, name, j => j.Status = new V1JobStatus { Succeeded = succeeded });
    }
}
