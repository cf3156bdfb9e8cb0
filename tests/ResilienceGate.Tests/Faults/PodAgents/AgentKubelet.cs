using System.Collections.Concurrent;
using System.Text.Json;
using k8s.Models;
using ResilienceGate.Agents;
using ResilienceGate.Agents.Faults;
using ResilienceGate.LocalCluster.Api;
using ResilienceGate.Tests.Agents.Faults;
using ResilienceGate.Tests.Clusters;

namespace ResilienceGate.Tests.Faults.PodAgents;

/// <summary>
/// Plays the kubelet for ephemeral containers: a real agent runs in the test, with a scripted fault in the place of its
/// own, and is spoken to by exec.
/// </summary>
internal sealed class AgentKubelet(ApiCluster cluster, string ns) : IContainerStreams, IDisposable
{
    private readonly ConcurrentDictionary<string, Agent> _agents = new(StringComparer.Ordinal);

    /// <summary>The words that were said by exec.</summary>
    public ConcurrentQueue<string> Said { get; } = new();

    /// <summary>Starts the one agent that was added to a pod, once it is there.</summary>
    /// <returns>The name of its container.</returns>
    public async Task<string> StartAsync(string pod, IPodFault fault, TimeProvider time, bool outlives = false)
    {
        var container = await AddedAsync(pod);
        var order =
            JsonSerializer.Deserialize(container.Args[^1], AgentJson.Default.FaultOrder)
            ?? throw new InvalidOperationException("no order");
        var agent = new Agent();
        _agents[container.Name] = agent;
        agent.Running = new FaultAgent(
            order with
            {
                Fault = new ScriptedOrder(fault, outlives),
            },
            agent.Log,
            time
        ).RunAsync(agent.End.Token);
        Report(pod, container.Name, new V1ContainerState { Running = new V1ContainerStateRunning() });
        _ = EndedAsync(pod, container.Name, agent);
        return container.Name;
    }

    /// <summary>Says of the container that was added to a pod that it waits.</summary>
    public async Task WaitAsync(string pod, string reason, string message) =>
        Report(
            pod,
            (await AddedAsync(pod)).Name,
            new V1ContainerState
            {
                Waiting = new V1ContainerStateWaiting { Reason = reason, Message = message },
            }
        );

    /// <summary>SIGKILL: the agent says nothing more.</summary>
    public void Kill(string pod, string container)
    {
        _agents[container].IsKilled = true;
        Report(pod, container, Terminated(137, "OOMKilled"));
    }

    public async Task<Stream?> OpenLogAsync(ContainerReference container, LogOptions options, CancellationToken ct) =>
        await Task.FromResult(
            _agents.TryGetValue(container.Container, out var agent) ? new MemoryStream(agent.Log.ToArray()) : null
        );

    public bool IsRunning(ContainerReference container) => _agents.ContainsKey(container.Container);

    public Task<IContainerSession?> AttachAsync(ContainerReference container, CancellationToken ct) =>
        Task.FromResult<IContainerSession?>(null);

    public Task<IExecutedCommand?> ExecAsync(ContainerReference container, ExecRequest request, CancellationToken ct)
    {
        var (word, injection) = (request.Command[^2], request.Command[^1]);
        Said.Enqueue(word);
        return Task.FromResult<IExecutedCommand?>(new SaidWord(AgentDoor.SayAsync(injection, word, ct)));
    }

    public void Dispose()
    {
        foreach (var agent in _agents.Values)
            agent.End.Cancel();
    }

    private async Task<V1EphemeralContainer> AddedAsync(string pod)
    {
        while (true)
        {
            if (cluster.Objects.Pods.Find(ns, pod)?.Spec.EphemeralContainers is [.., var container])
                return container;
            await Task.Delay(TimeSpan.FromMilliseconds(10), TestContext.Current.CancellationToken);
        }
    }

    private async Task EndedAsync(string pod, string container, Agent agent)
    {
        var exit = await agent.Running;
        if (!agent.IsKilled)
            Report(pod, container, Terminated(exit, "Completed"));
    }

    private void Report(string pod, string container, V1ContainerState state) =>
        cluster.Objects.Pods.ChangeStatus(
            ns,
            pod,
            p =>
                p.Status.EphemeralContainerStatuses = [
                    new V1ContainerStatus
                    {
                        Name = container,
                        Image = "agent:1",
                        ImageID = "",
                        Ready = false,
                        RestartCount = 0,
                        State = state,
                    },
                ]
        );

    private static V1ContainerState Terminated(int exitCode, string reason) =>
        new()
        {
            Terminated = new V1ContainerStateTerminated { ExitCode = exitCode, Reason = reason },
        };

    private sealed class Agent
    {
        public MemoryStream Log { get; } = new();

        public CancellationTokenSource End { get; } = new();

        public Task<int> Running { get; set; } = Task.FromResult(0);

        public bool IsKilled { get; set; }
    }
}
