using System.Net;
using k8s;
using k8s.Models;
using ResilienceGate.Agents.Guard;
using ResilienceGate.Journals;
using ResilienceGate.Tests.Clusters;
using ResilienceGate.Tests.Preflights;
using ResilienceGate.Tests.Rollbacks;

namespace ResilienceGate.Tests.Agents.Guard;

public sealed class GuardAgentTests : RollbackBench
{
    private readonly LeapingClock _time = new(TimeSpan.FromSeconds(10));
    private readonly List<string> _heard = [];

    [Fact]
    public async Task A_run_whose_gate_was_killed_is_reverted_and_the_guard_ends()
    {
        var ns = await LeaveAsync("r1", "n1", "n2");
        await LeaveAsync("r2", "n3");

        await GuardAsync(ns, "r1");

        AssertGone(ns, "r1");
        Assert.Equal([false, false, true], Closed);
        Assert.Equal("on guard for run r1", _heard[0]);
        Assert.Contains("run r1: node n1 is schedulable again", _heard);
        Assert.Equal("run r1 is over, and nothing of it is left", _heard[^1]);
    }

    [Fact]
    public async Task While_the_gate_lives_nothing_is_touched_and_its_clean_end_is_the_guards()
    {
        var ns = await LeaveAsync("r1", "n1");
        var looks = 0;
        Faults.Before(
            HttpMethod.Get,
            $"/{ns}/leases",
            () =>
            {
                if (++looks < 20)
                    Renew(ns);
                else
                    EndCleanly(ns);
            },
            times: 20
        );

        await GuardAsync(ns, "r1");

        Assert.DoesNotContain("the gate of run r1 shows no sign of life", _heard);
        Assert.Equal([true, false, false], Closed);
    }

    [Fact]
    public async Task An_api_server_in_trouble_is_no_sign_of_a_dead_gate()
    {
        var ns = await LeaveAsync("r1", "n1");
        Faults.Disconnect(HttpMethod.Get, "/leases", times: 30);
        Faults.Before(HttpMethod.Get, $"/{ns}/leases", () => EndCleanly(ns));

        await GuardAsync(ns, "r1");

        Assert.Equal([true, false, false], Closed);
        Assert.Contains("Connection refused", _heard);
    }

    [Fact]
    public async Task What_cannot_be_reverted_is_tried_again_until_it_can()
    {
        var ns = await LeaveAsync("r1", "n1");
        Faults.Refuse(HttpMethod.Patch, "/nodes/n1", HttpStatusCode.Forbidden, "not now", times: 3);

        await GuardAsync(ns, "r1");

        AssertGone(ns, "r1");
        Assert.Equal([false, false, false], Closed);
        Assert.Equal(3, _heard.Count(l => l.Contains("not now", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_guard_that_may_not_do_its_work_says_so_and_does_not_stand_there()
    {
        var ns = await LeaveAsync("r1", "n1");
        using var answers = new SelfReviews(p => p is not { Resource: "nodes", Verb: "patch" });
        using var client = new Kubernetes(
            KubernetesClientConfiguration.BuildConfigFromConfigFile(Cluster.Kubeconfig),
            answers
        );

        var error = await Assert.ThrowsAsync<GateException>(() =>
            new GuardAgent(client, _time, _heard.Add).RunAsync(ns, "r1", Ct)
        );

        Assert.Contains("lacks: patch nodes (cluster-wide)", error.Message, StringComparison.Ordinal);
        Assert.Empty(_heard);
    }

    private Task GuardAsync(string ns, string run) =>
        new GuardAgent(Cluster.Connect(Faults), _time, _heard.Add).RunAsync(ns, run, Ct);

    private void Renew(string ns) =>
        Cluster.Objects.Leases.Change(
            ns,
            "resilience-gate-deployment-model",
            l => l.Spec.RenewTime += TimeSpan.FromSeconds(4)
        );

    /// <summary>As a gate does that has reverted everything by itself; the node is of this test.</summary>
    private void EndCleanly(string ns)
    {
        foreach (var journal in Cluster.Objects.ConfigMaps.List(ns).Where(IsJournal))
            Cluster.Objects.ConfigMaps.Delete(journal);
        foreach (var lease in Cluster.Objects.Leases.List(ns))
            Cluster.Objects.Leases.Delete(lease);
    }

    private static bool IsJournal(V1ConfigMap map) => map.GetLabel(ResilienceGate.Clusters.Labels.Role) == Journal.Role;
}
