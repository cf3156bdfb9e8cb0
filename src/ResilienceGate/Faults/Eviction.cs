using System.Net;
using k8s;
using k8s.Autorest;
using k8s.Models;
using ResilienceGate.Clusters;
using ResilienceGate.Targets;

namespace ResilienceGate.Faults;

/// <summary>Evicts pods through the Eviction API, as a drain does: within their disruption budgets.</summary>
internal sealed class Eviction(IKubernetes cluster, string ns, TimeProvider time)
{
    /// <summary>How long a disruption budget may say no before the injection is given up.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <exception cref="InjectionRefusedException">A disruption budget does not allow it, or the pod has gone.</exception>
    public Task EvictAsync(IReadOnlyList<PodTimes> pods, TimeSpan? grace, CancellationToken ct) =>
        Task.WhenAll(pods.Select(p => EvictAsync(p, grace, ct)));

    private async Task EvictAsync(PodTimes pod, TimeSpan? grace, CancellationToken ct)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            try
            {
                await cluster.CoreV1.CreateNamespacedPodEvictionAsync(
                    new V1Eviction
                    {
                        Metadata = new V1ObjectMeta { Name = pod.Name, NamespaceProperty = ns },
                        DeleteOptions = new V1DeleteOptions
                        {
                            GracePeriodSeconds = (long?)grace?.TotalSeconds,
                            Preconditions = new V1Preconditions { Uid = pod.Uid },
                        },
                    },
                    pod.Name,
                    ns,
                    cancellationToken: ct
                );
                return;
            }
            catch (HttpOperationException e) when (e.Is(HttpStatusCode.TooManyRequests))
            {
                if (time.GetElapsedTime(started) > Patience)
                    throw new InjectionRefusedException(
                        $"the eviction of {pod.Name} was refused for {Patience.TotalSeconds:0} s: {e.Explain()}",
                        e
                    );
                await Task.Delay(Pause, time, ct);
            }
            catch (HttpOperationException e) when (e.Is(HttpStatusCode.NotFound) || e.Is(HttpStatusCode.Conflict))
            {
                throw new InjectionRefusedException($"pod {pod.Name} had gone before it could be evicted", e);
            }
        }
    }
}
