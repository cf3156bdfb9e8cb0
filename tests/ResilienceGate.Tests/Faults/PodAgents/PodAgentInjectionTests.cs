using System.Net;
using k8s.Models;
using ResilienceGate.Agents.Faults;
using ResilienceGate.Core.Experiments;
using ResilienceGate.Faults;
using ResilienceGate.Tests.Agents.Faults;
using ResilienceGate.Tests.Clusters;

namespace ResilienceGate.Tests.Faults.PodAgents;

/// <summary>A fault that an agent carries out in a pod, from the gate's side.</summary>
public sealed class PodAgentInjectionTests(ApiCluster cluster) : IClassFixture<ApiCluster>
{
    private const string Pod = "model-1";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_agent_begins_on_the_word_of_the_gate_and_proves_both_ends()
    {
        await using var bench = await PodAgentBench.CreateAsync(cluster);
        var injection = await bench.PrepareAsync();
        var fault = new ScriptedPodFault();
        var injecting = injection.InjectAsync(Ct);
        await bench.Kubelet.StartAsync(Pod, fault, TimeProvider.System);

        await injecting;

        Assert.Equal("model-1: burning", await injection.ProveAsync(Ct));
        Assert.Equal(TimeSpan.FromSeconds(20), injection.Hold);
        Assert.Equal("model-1: out", await PodAgentBench.UndoAsync(injection));
        Assert.Equal("model-1: out", await PodAgentBench.UndoAsync(injection));
        Assert.Equal(1, fault.Reverted);
    }

    [Fact]
    public async Task The_agent_has_no_right_that_its_fault_does_not_need()
    {
        await using var bench = await PodAgentBench.CreateAsync(cluster);
        var injecting = (await bench.PrepareAsync()).InjectAsync(Ct);
        await bench.Kubelet.StartAsync(Pod, new ScriptedPodFault(), TimeProvider.System);
        await injecting;

        var container = Assert.Single(Assert.IsType<V1Pod>(bench.Target.Find(Pod)).Spec.EphemeralContainers);

        Assert.StartsWith("resilience-gate-r1-", container.Name, StringComparison.Ordinal);
        Assert.Equal("agent:1", container.Image);
        Assert.Equal(
            (true, false),
            (container.SecurityContext.RunAsNonRoot, container.SecurityContext.AllowPrivilegeEscalation)
        );
        Assert.Equal(["ALL"], container.SecurityContext.Capabilities.Drop);
        Assert.Null(container.SecurityContext.Capabilities.Add);
    }

    [Fact]
    public async Task A_run_that_was_taken_over_while_its_agent_started_does_not_begin()
    {
        await using var bench = await PodAgentBench.CreateAsync(cluster);
        bench.Confirm = _ => throw new GateException("The journal was closed.");
        var injection = await bench.PrepareAsync();
        var fault = new ScriptedPodFault();
        var injecting = injection.InjectAsync(Ct);
        await bench.Kubelet.StartAsync(Pod, fault, TimeProvider.System);

        await Assert.ThrowsAsync<GateException>(() => injecting);

        Assert.Null(await PodAgentBench.UndoAsync(injection));
        Assert.Equal(0, fault.Applied);
        Assert.Equal([AgentDoor.Stop], bench.Kubelet.Said);
    }

    [Fact]
    public async Task A_run_that_ends_while_the_fault_is_brought_about_leaves_nothing()
    {
        await using var bench = await PodAgentBench.CreateAsync(cluster);
        using var end = new CancellationTokenSource();
        var applying = new TaskCompletionSource();
        var isOff = false;
        var fault = new ScriptedPodFault
        {
            OnApply = async ct =>
            {
                applying.SetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                isOff = true;
                ct.ThrowIfCancellationRequested();
                return "never";
            },
        };
        var injection = await bench.PrepareAsync();
        var injecting = injection.InjectAsync(end.Token);
        await bench.Kubelet.StartAsync(Pod, fault, TimeProvider.System);
        await applying.Task.WaitAsync(Ct);

        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => injecting);

        Assert.Null(await PodAgentBench.UndoAsync(injection));
        Assert.True(isOff);
    }

    [Theory]
    [InlineData("ImagePullBackOff", "no such image")]
    [InlineData("CreateContainerConfigError", "container has runAsNonRoot and image will run as root")]
    public async Task An_agent_that_does_not_come_up_refuses_the_injection_in_the_words_of_the_cluster(
        string reason,
        string message
    )
    {
        await using var bench = await PodAgentBench.CreateAsync(cluster);
        var injection = await bench.PrepareAsync();
        var injecting = injection.InjectAsync(Ct);
        await bench.Kubelet.WaitAsync(Pod, reason, message);

        var refused = await Assert.ThrowsAsync<InjectionRefusedException>(() => injecting);

        Assert.Contains($"({reason}: {message})", refused.Message, StringComparison.Ordinal);
        Assert.Null(await PodAgentBench.UndoAsync(injection));
    }

    [Fact]
    public async Task A_policy_that_forbids_the_agent_refuses_the_injection()
    {
        using var faults = new ApiFaults();
        faults.Refuse(HttpMethod.Patch, "/ephemeralcontainers", HttpStatusCode.Forbidden, "violates PodSecurity");
        await using var bench = await PodAgentBench.CreateAsync(cluster, faults);
        var injection = await bench.PrepareAsync();

        var refused = await Assert.ThrowsAsync<InjectionRefusedException>(() => injection.InjectAsync(Ct));

        Assert.Equal("cpu-stress in model-1 was refused: violates PodSecurity", refused.Message);
        Assert.Null(await PodAgentBench.UndoAsync(injection));
    }

    [Fact]
    public async Task A_fault_that_cannot_be_brought_about_refuses_the_injection_with_the_agents_reason()
    {
        await using var bench = await PodAgentBench.CreateAsync(cluster);
        var injection = await bench.PrepareAsync();
        var injecting = injection.InjectAsync(Ct);
        await bench.Kubelet.StartAsync(
            Pod,
            new ScriptedPodFault { OnApply = _ => throw new PodFaultException("no such device") },
            TimeProvider.System
        );

        var refused = await Assert.ThrowsAsync<InjectionRefusedException>(() => injecting);

        Assert.Equal("cpu-stress in model-1: no such device", refused.Message);
        Assert.Null(await PodAgentBench.UndoAsync(injection));
    }

    [Fact]
    public async Task An_agent_that_is_killed_loses_the_fault_and_its_end_is_the_end_of_it()
    {
        await using var bench = await PodAgentBench.CreateAsync(cluster);
        var (injection, container) = await BeginAsync(bench, new ScriptedPodFault());

        bench.Kubelet.Kill(Pod, container);

        Assert.Contains(
            "was killed (exit code 137, OOMKilled)",
            await injection.LostAsync(Ct),
            StringComparison.Ordinal
        );
        Assert.EndsWith(
            "and the fault ended with it",
            await PodAgentBench.UndoAsync(injection),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task What_outlives_a_killed_agent_for_long_is_named_with_its_end()
    {
        await using var bench = await PodAgentBench.CreateAsync(cluster);
        var (injection, container) = await BeginAsync(
            bench,
            new ScriptedPodFault(),
            new Ahead(TimeSpan.FromMinutes(5)),
            outlives: true
        );

        bench.Kubelet.Kill(Pod, container);
        var left = await Assert.ThrowsAsync<GateException>(() => PodAgentBench.UndoAsync(injection));

        Assert.Contains("expires by itself at ", left.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_outlives_a_killed_agent_is_gone_when_it_has_expired()
    {
        await using var bench = await PodAgentBench.CreateAsync(cluster);
        var (injection, container) = await BeginAsync(
            bench,
            new ScriptedPodFault(),
            new Ahead(TimeSpan.FromMinutes(-5)),
            outlives: true
        );

        bench.Kubelet.Kill(Pod, container);

        Assert.Contains("has expired at ", await PodAgentBench.UndoAsync(injection), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fault_that_the_agent_loses_is_lost_with_its_reason()
    {
        await using var bench = await PodAgentBench.CreateAsync(cluster);
        var fault = new ScriptedPodFault();
        var (injection, _) = await BeginAsync(bench, fault);

        fault.Lose("the node swaps");

        Assert.EndsWith("lost: the node swaps", await injection.LostAsync(Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_that_goes_down_and_takes_the_agent_along_was_hit_and_not_spared()
    {
        await using var bench = await PodAgentBench.CreateAsync(cluster);
        var (injection, container) = await BeginAsync(bench, new ScriptedPodFault());
        using var end = new CancellationTokenSource();
        var lost = injection.LostAsync(end.Token);

        cluster.Objects.Pods.ChangeStatus(
            bench.Target.Namespace,
            Pod,
            p => p.Status.ContainerStatuses[0].RestartCount = 1
        );
        bench.Kubelet.Kill(Pod, container);
        await bench.Watch.WaitAsync(
            s => s.Pods.Values.Single().Now.Status.EphemeralContainerStatuses[0].State.Terminated is not null,
            TimeSpan.FromHours(1),
            Ct
        );

        Assert.False(lost.IsCompleted);
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => lost);
    }

    [Fact]
    public async Task In_a_pod_that_has_gone_there_is_nothing_to_undo()
    {
        await using var bench = await PodAgentBench.CreateAsync(cluster);
        var (injection, _) = await BeginAsync(bench, new ScriptedPodFault());

        bench.Target.Finish(Pod);

        Assert.Equal("model-1 has gone while the fault was on", await injection.LostAsync(Ct));
        Assert.Null(await PodAgentBench.UndoAsync(injection));
    }

    [Fact]
    public async Task What_the_agent_cannot_take_away_is_said_with_its_reason()
    {
        await using var bench = await PodAgentBench.CreateAsync(cluster);
        var (injection, _) = await BeginAsync(
            bench,
            new ScriptedPodFault { OnRevert = () => throw new PodFaultException("a rule is still there") },
            new LeapingClock()
        );

        var left = await Assert.ThrowsAsync<GateException>(() => PodAgentBench.UndoAsync(injection));

        Assert.Equal("model-1: a rule is still there", left.Message);
    }

    [Fact]
    public async Task A_pod_on_the_network_of_its_host_is_never_aimed_at()
    {
        await using var bench = await PodAgentBench.CreateAsync(cluster);
        bench.Target.Finish(Pod);
        bench.Target.AddPod("host-1", onHostNetwork: true);
        bench.Target.MakeReady("host-1");
        await bench.Watch.WaitAsync(s => s.Serving.Any(p => p.Name == "host-1"), TimeSpan.FromHours(1), Ct);

        var aim = await bench.AimAsync();

        Assert.Contains(
            "uses the host's network",
            Assert.IsType<Refusal.ByTarget>(aim.Refused).Why,
            StringComparison.Ordinal
        );
        Assert.Null(aim.Agent);
    }

    [Fact]
    public async Task Memory_is_not_filled_where_no_limit_says_how_far()
    {
        await using var bench = await PodAgentBench.CreateAsync(cluster);

        var aim = await bench.AimAsync(new Fault.MemoryStress(Size: null, 0.1, TimeSpan.FromSeconds(1)));

        Assert.Contains("there is nothing to fill it up to", aim.Refused?.Why, StringComparison.Ordinal);
    }

    private static async Task<(IInjection Injection, string Container)> BeginAsync(
        PodAgentBench bench,
        ScriptedPodFault fault,
        TimeProvider? time = null,
        bool outlives = false
    )
    {
        var injection = await bench.PrepareAsync();
        var injecting = injection.InjectAsync(Ct);
        var container = await bench.Kubelet.StartAsync(Pod, fault, time ?? TimeProvider.System, outlives);
        await injecting;
        return (injection, container);
    }

    /// <summary>The clock of a machine that is ahead.</summary>
    private sealed class Ahead(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + by;
    }
}
