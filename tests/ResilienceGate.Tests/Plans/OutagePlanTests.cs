using k8s.Models;
using ResilienceGate.Core.Experiments;
using ResilienceGate.Plans;

namespace ResilienceGate.Tests.Plans;

public sealed class OutagePlanTests
{
    private static readonly Plan Plan = Samples.Read(Samples.Outages);

    [Fact]
    public void Faults_of_nodes_pods_and_containers_are_read_with_their_defaults() =>
        Assert.Equal(
            [
                new Fault.NodeFailure(TimeSpan.FromSeconds(20), NodeFailureVariant.Delete),
                new Fault.NodeFailure(TimeSpan.FromSeconds(30), NodeFailureVariant.Taint),
                new Fault.PodFailure(TimeSpan.FromSeconds(40), "registry.example.com/pause:1"),
                new Fault.PodFailure(TimeSpan.FromSeconds(30), "registry.k8s.io/pause:3.10"),
                new Fault.ContainerKill("model"),
                new Fault.ContainerKill(Container: null),
            ],
            Plan.Experiments.Select(e => e.Fault)
        );

    [Fact]
    public void What_runs_in_the_cluster_has_what_the_plan_gives_it()
    {
        var agent = Plan.Agent;

        Assert.Equal((GuardMode.Required, "guards"), (agent.Guard, agent.ServiceAccount));
        Assert.Equal(["registry"], agent.PullSecrets);
        Assert.Equal("chaos", Assert.Single(agent.Tolerations).Value);
        Assert.Equal("1Gi", agent.Resources?.Limits["memory"].ToString());
        Assert.Equal(1000, agent.SecurityContext?.RunAsUser);
    }

    [Fact]
    public void A_duration_counts_for_the_time_that_the_plan_takes() =>
        Assert.Contains("5 x 40s \"a pod does nothing\"", Schedule.Arithmetic(Plan), StringComparison.Ordinal);

    [Theory]
    [InlineData("runAsUser: 1000", "runAsUsr: 1000", "has no key \"runAsUsr\" in Kubernetes")]
    [InlineData("runAsUser: 1000", "runAsUser: root", "is not a securityContext as a pod has it")]
    [InlineData("{ requests: { cpu: 50m }, limits: { memory: 1Gi } }", "1Gi", "requests and limits as a container has")]
    [InlineData("variant: taint", "variant: power", "is not known")]
    [InlineData("container: model", "container: Model", "is not the name of a container")]
    [InlineData("guard: required", "guard: maybe", "is not known")]
    public void A_mistake_is_named(string right, string wrong, string message)
    {
        var text = Samples.Outages.Replace(right, wrong, StringComparison.Ordinal);

        Assert.Contains(message, Assert.Single(Samples.Errors(text)).Message, StringComparison.Ordinal);
    }
}
