using k8s.Models;
using ResilienceGate.Experiments;
using ResilienceGate.ProbeSessions;
using ResilienceGate.Tests.Clusters;

namespace ResilienceGate.Tests.ProbeSessions;

public sealed class ProbePodTests(ApiCluster cluster) : IClassFixture<ApiCluster>
{
    private const string Name = "resilience-gate-probe-r1";

    private readonly LeapingClock _time = new();
    private readonly string _namespace = cluster.NewNamespace();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_probe_whose_image_cannot_be_pulled_is_an_error_of_the_gate_that_names_the_remedy()
    {
        AddPod(
            new V1PodStatus
            {
                Phase = "Pending",
                ContainerStatuses =
                [
                    new V1ContainerStatus
                    {
                        Name = "probe",
                        Image = "nosuch:1",
                        ImageID = "",
                        Ready = false,
                        RestartCount = 0,
                        State = new V1ContainerState
                        {
                            Waiting = new V1ContainerStateWaiting { Reason = "ImagePullBackOff", Message = "no such." },
                        },
                    },
                ],
            }
        );

        Assert.EndsWith(
            "ImagePullBackOff: no such. Check agent.image in the plan (nosuch:1).",
            await WhyAsync(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_probe_that_no_node_takes_is_waited_for_and_then_an_error_of_the_gate()
    {
        AddPod(
            new V1PodStatus
            {
                Phase = "Pending",
                Conditions =
                [
                    new V1PodCondition
                    {
                        Type = "PodScheduled",
                        Status = "False",
                        Reason = "Unschedulable",
                        Message = "0/3 nodes are available",
                    },
                ],
            }
        );
        var began = _time.GetUtcNow();

        Assert.EndsWith("Unschedulable: 0/3 nodes are available", await WhyAsync(), StringComparison.Ordinal);
        Assert.Equal(3, (_time.GetUtcNow() - began).TotalMinutes, tolerance: 0.1);
    }

    /// <summary>What the run that needs this probe ends with.</summary>
    private async Task<string> WhyAsync()
    {
        var probe = new ProbeJob(
            new V1ConfigMap(),
            new V1Job
            {
                Metadata = new V1ObjectMeta { Name = Name, NamespaceProperty = _namespace },
            }
        );
        var ending = await RunEnding.OfAsync(
            guard => new ProbePod(cluster.Client, _time).RunningAsync(probe, guard.Token),
            Ct
        );
        return Assert.IsType<RunEnding.Failed>(ending).Why;
    }

    private void AddPod(V1PodStatus status)
    {
        cluster.Objects.Pods.Create(
            new V1Pod
            {
                Metadata = new V1ObjectMeta
                {
                    Name = $"{Name}-x",
                    NamespaceProperty = _namespace,
                    Labels = new Dictionary<string, string> { ["job-name"] = Name },
                },
                Spec = new V1PodSpec { Containers = [new V1Container { Name = "probe", Image = "nosuch:1" }] },
            }
        );
        cluster.Objects.Pods.ChangeStatus(_namespace, $"{Name}-x", pod => pod.Status = status);
    }
}
