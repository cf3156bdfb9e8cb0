using System.Net;
using k8s;
using k8s.Autorest;
using k8s.Models;
using ResilienceGate.Agents.Faults;
using ResilienceGate.Clusters;
using ResilienceGate.Core.Experiments;
using ResilienceGate.Faults.Network;
using ResilienceGate.Targets;

namespace ResilienceGate.Faults.PodAgents;

/// <summary>One fault in some pods: their agents are got ready, and then told to begin all at once.</summary>
internal sealed class PodAgentInjection(
    IKubernetes cluster,
    AgentSettings settings,
    Fault.InPod fault,
    IReadOnlyList<PodTimes> pods,
    NetworkAim network,
    TargetWatch watch,
    Func<CancellationToken, Task> confirm,
    TimeProvider time
) : IInjection
{
    /// <summary>The image may have to be pulled, for the first injection on each node.</summary>
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromMinutes(2);

    /// <summary>An agent waits longer than the gate waits for the others.</summary>
    private static readonly TimeSpan BeginWithin = ReadyWithin + TimeSpan.FromMinutes(1);

    /// <summary>A gate that lives stops its agents in time; without one, they end so much later.</summary>
    private static readonly TimeSpan Expiry = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    private readonly MutatingCalls _calls = new(time);
    private readonly IReadOnlyList<PodAgent> _agents =
    [
        .. pods.Select(p => new PodAgent(cluster, settings.Namespace, p.Name, settings.Container)),
    ];
    private Dictionary<string, int> _restarts = [];
    private string[] _proofs = [];

    public TimeSpan Hold => fault.Duration;

    public bool BeginsWhenProved => true;

    public IReadOnlyList<Undo> Undos =>
        [
            .. _agents.Select(a => new Undo(
                $"{fault.Kind} in {a.Pod}",
                $"kubectl -n {settings.Namespace} delete pod {a.Pod}",
                new AgentStop(a, time).StopAsync
            )),
        ];

    public async Task InjectAsync(CancellationToken ct)
    {
        await Task.WhenAll(pods.Select(p => AddAsync(p, ct)));
        var programs = await Task.WhenAll(_agents.Select((a, i) => ReadyAsync(a, pods[i], ct)));
        await confirm(ct);
        _restarts = Restarts(watch.State);
        _proofs = await Task.WhenAll(_agents.Select((a, i) => BeginAsync(a, programs[i], ct)));
    }

    public Task<string?> ProveAsync(CancellationToken ct) => Task.FromResult<string?>(string.Join("; ", _proofs));

    /// <summary>
    /// A fault whose agent ends in mid-time is void, unless the model went down first and took the agent along: then the
    /// fault has done what it is for.
    /// </summary>
    public async Task<string> LostAsync(CancellationToken ct)
    {
        while (true)
        {
            var changed = watch.Changed;
            foreach (var (pod, agent) in pods.Zip(_agents))
            {
                var now = watch.State.Pods[pod.Uid];
                if (now.Gone is not null)
                    return $"{pod.Name} has gone while the fault was on";
                if (StateOf(now) is AgentState.Ended ended && !HasRestarted(now))
                    return await WhyAsync(agent, ended, ct);
            }
            await changed.WaitAsync(ct);
        }
    }

    private async Task AddAsync(PodTimes pod, CancellationToken ct)
    {
        var order = PodOrders.For(fault, pod.Now.Spec, network);
        var patch = AgentContainer.Patch(
            pod.Now,
            settings.Image,
            new FaultOrder
            {
                Run = settings.Run,
                Injection = settings.Container,
                BeginWithin = BeginWithin,
                Lasts = fault.Duration + Expiry,
                Fault = order.Fault,
            },
            order.Target
        );
        try
        {
            await _calls.SendAsync(
                request =>
                    cluster.CoreV1.PatchNamespacedPodEphemeralcontainersAsync(
                        patch,
                        pod.Name,
                        settings.Namespace,
                        cancellationToken: request
                    ),
                ct
            );
        }
        catch (HttpOperationException e) when (e.Response.StatusCode < HttpStatusCode.InternalServerError)
        {
            throw new InjectionRefusedException($"{fault.Kind} in {pod.Name} was refused: {e.Explain()}", e);
        }
    }

    /// <returns>The agent's program.</returns>
    private async Task<string> ReadyAsync(PodAgent agent, PodTimes pod, CancellationToken ct)
    {
        AgentState State() => StateOf(watch.State.Pods[pod.Uid]);
        var isUp = await Waiting.ForAsync(
            () => State() is not (AgentState.Absent or AgentState.Waiting { IsHopeless: false }),
            () => watch.Changed,
            ReadyWithin,
            time,
            ct
        );
        if (State() is AgentState.Waiting waiting)
            throw new InjectionRefusedException(
                $"the agent in {pod.Name} does not run ({waiting.Reason}: {waiting.Message}); check agent.image in the plan"
            );
        if (!isUp)
            throw new InjectionRefusedException(
                $"no agent appeared in {pod.Name} within {ReadyWithin.TotalSeconds:0} s"
            );
        while (true)
        {
            var records = await agent.RecordsAsync(ct);
            if (records.OfType<FaultRecord.Failed>().FirstOrDefault() is { } failed)
                throw new InjectionRefusedException($"{fault.Kind} in {pod.Name}: {failed.Why}");
            if (records.OfType<FaultRecord.Ready>().FirstOrDefault() is { } ready)
                return ready.Program;
            if (State() is AgentState.Ended ended)
                throw new InjectionRefusedException(
                    $"the agent in {pod.Name} ended with exit code {ended.ExitCode} ({ended.Reason}) before it was ready"
                );
            await Task.Delay(Poll, time, ct);
        }
    }

    private async Task<string> BeginAsync(PodAgent agent, string program, CancellationToken ct)
    {
        FaultRecord? answer = null;
        try
        {
            await _calls.SendAsync(
                async request => answer = await agent.SayAsync(program, AgentDoor.Begin, request),
                ct
            );
        }
        catch (Exception e) when (e is IOException or HttpRequestException or HttpOperationException)
        {
            var why = e is HttpOperationException http ? http.Explain() : e.GetBaseException().Message;
            throw new InjectionRefusedException($"{fault.Kind} in {agent.Pod} could not be begun: {why}", e);
        }
        // An agent that fails ends, and its container takes along whoever brings the answer: its log has it too.
        answer ??= (await agent.RecordsAsync(ct)).LastOrDefault(r => r is FaultRecord.Failed);
        return answer switch
        {
            FaultRecord.On on => $"{agent.Pod}: {on.Proof}",
            FaultRecord.Failed failed => throw new InjectionRefusedException(
                $"{fault.Kind} in {agent.Pod}: {failed.Why}"
            ),
            _ => throw new InjectionRefusedException($"the agent in {agent.Pod} went before {fault.Kind} was on"),
        };
    }

    private AgentState StateOf(PodTimes pod) => AgentState.Of(pod.Now, settings.Container);

    private bool HasRestarted(PodTimes pod) =>
        _restarts.TryGetValue(pod.Uid, out var before) && Restarts(pod.Now) > before;

    private Dictionary<string, int> Restarts(TargetState state) =>
        pods.ToDictionary(p => p.Uid, p => Restarts(state.Pods[p.Uid].Now), StringComparer.Ordinal);

    private static int Restarts(V1Pod pod) =>
        pod.Status?.ContainerStatuses?.Sum(c => c.RestartCount + (c.State?.Terminated is null ? 0 : 1)) ?? 0;

    private static async Task<string> WhyAsync(PodAgent agent, AgentState.Ended ended, CancellationToken ct)
    {
        var killed =
            $"the agent in {agent.Pod} was killed (exit code {ended.ExitCode}, {ended.Reason}) while the fault was on";
        try
        {
            return await agent.RecordsAsync(ct) switch
            {
                [.., FaultRecord.Off off] => $"the fault in {agent.Pod} ended early: {off.Why}",
                [.., FaultRecord.Stuck stuck] => $"the fault in {agent.Pod} ended early: {stuck.Why}",
                _ => killed,
            };
        }
        catch (Exception e) when (e is HttpOperationException or HttpRequestException or IOException)
        {
            return killed;
        }
    }
}
