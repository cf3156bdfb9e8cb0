using System.Net;
using System.Net.WebSockets;
using k8s;
using k8s.Autorest;
using ResilienceGate.Agents.Faults;
using ResilienceGate.Clusters;

namespace ResilienceGate.Faults.PodAgents;

/// <summary>The agent in one pod, as the gate finds it in the cluster.</summary>
internal sealed class PodAgent(IKubernetes cluster, string ns, string pod, string container)
{
    public string Pod => pod;

    public async Task<AgentState> StateAsync(CancellationToken ct)
    {
        try
        {
            return AgentState.Of(
                await cluster.CoreV1.ReadNamespacedPodAsync(pod, ns, cancellationToken: ct),
                container
            );
        }
        catch (HttpOperationException e) when (e.Is(HttpStatusCode.NotFound))
        {
            return new AgentState.Absent();
        }
    }

    /// <summary>Everything that the agent has reported; empty when it has not started.</summary>
    public async Task<IReadOnlyList<FaultRecord>> RecordsAsync(CancellationToken ct)
    {
        try
        {
            await using var log = await cluster.CoreV1.ReadNamespacedPodLogAsync(
                pod,
                ns,
                container,
                cancellationToken: ct
            );
            using var reader = new StreamReader(log);
            var text = await reader.ReadToEndAsync(ct);
            return [.. text.Split('\n').Select(FaultLog.Read).OfType<FaultRecord>()];
        }
        catch (HttpOperationException e) when (e.Is(HttpStatusCode.BadRequest) || e.Is(HttpStatusCode.NotFound))
        {
            // It is not there, or waits to be started.
            return [];
        }
    }

    /// <summary>Says a word to the agent by <c>pods/exec</c>, and waits for its answer.</summary>
    /// <param name="program">The agent's own program, as it has told it.</param>
    /// <returns>Null when no agent was there to answer.</returns>
    /// <exception cref="IOException">The connection broke: what was said may have been heard.</exception>
    public async Task<FaultRecord?> SayAsync(string program, string word, CancellationToken ct)
    {
        var said = "";
        try
        {
            await cluster.NamespacedPodExecAsync(
                pod,
                ns,
                container,
                [program, "agent", FaultCommand.Name, word, container],
                tty: false,
                async (_, output, _) =>
                {
                    using var reader = new StreamReader(output);
                    said = await reader.ReadToEndAsync(ct);
                },
                ct
            );
        }
        catch (Exception e) when (e is WebSocketException or KubernetesException)
        {
            throw new IOException($"the exec into {pod} failed: {e.GetBaseException().Message}", e);
        }
        return said.Split('\n').Select(FaultLog.Read).OfType<FaultRecord>().LastOrDefault();
    }
}
