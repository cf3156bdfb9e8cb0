using System.Net;
using k8s;
using k8s.Autorest;
using k8s.Models;
using ResilienceGate.Clusters;
using ResilienceGate.Targets;

namespace ResilienceGate.Faults;

/// <summary>Evicts pods through the Eviction API, as a drain does: within their disruption budgets.</summary>
/// <param name="patience">
/// How long a budget may say no. It does so until a replacement is ready: a version that is slow to load is slow here, and
/// not spared.
/// </param>
internal sealed class Eviction(IKubernetes cluster, string ns, TimeSpan patience, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly MutatingCalls _calls = new(time);

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
                await _calls.SendAsync(request => CreateAsync(pod, grace, request), ct);
                return;
            }
            catch (HttpOperationException e) when (e.Is(HttpStatusCode.TooManyRequests))
            {
                if (time.GetElapsedTime(started) > patience)
                    throw new InjectionRefusedException(
                        $"the eviction of {pod.Name} was refused for {patience.TotalSeconds:0} s (recover-within): {e.Explain()}",
                        e
                    );
                await Task.Delay(Pause, time, ct);
            }
            catch (HttpOperationException e) when (IsUnderTwoBudgets(e))
            {
                throw new InjectionRefusedException($"the eviction of {pod.Name} was refused: {e.Explain()}", e);
            }
            catch (HttpOperationException e) when (e.Is(HttpStatusCode.NotFound) || e.Is(HttpStatusCode.Conflict))
            {
                throw new InjectionRefusedException($"pod {pod.Name} had gone before it could be evicted", e);
            }
        }
    }

    private Task<V1Eviction> CreateAsync(PodTimes pod, TimeSpan? grace, CancellationToken ct) =>
        cluster.CoreV1.CreateNamespacedPodEvictionAsync(
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

    /// <summary>Kubernetes cannot weigh two budgets of one pod, and says so with the code of an internal error.</summary>
    private static bool IsUnderTwoBudgets(HttpOperationException e) =>
        e.Is(HttpStatusCode.InternalServerError)
        && e.Explain().Contains("more than one PodDisruptionBudget", StringComparison.Ordinal);
}
