using System.Net;
using k8s;
using k8s.Autorest;
using k8s.Models;
using ResilienceGate.Clusters;
using ResilienceGate.Targets;

namespace ResilienceGate.Faults;

/// <summary>Deletes pods, whatever their disruption budgets say.</summary>
internal sealed class Deletion(IKubernetes cluster, string ns, TimeProvider time)
{
    private readonly MutatingCalls _calls = new(time);

    /// <param name="grace">Whole seconds; null leaves the pods' own.</param>
    /// <exception cref="InjectionRefusedException">A pod has gone.</exception>
    public Task DeleteAsync(IReadOnlyList<PodTimes> pods, TimeSpan? grace, CancellationToken ct) =>
        Task.WhenAll(pods.Select(p => DeleteAsync(p, grace, ct)));

    private async Task DeleteAsync(PodTimes pod, TimeSpan? grace, CancellationToken ct)
    {
        try
        {
            await _calls.SendAsync(
                request =>
                    cluster.CoreV1.DeleteNamespacedPodAsync(
                        pod.Name,
                        ns,
                        new V1DeleteOptions
                        {
                            GracePeriodSeconds = (long?)grace?.TotalSeconds,
                            // A StatefulSet's replacement has the same name: never hit it by mistake.
                            Preconditions = new V1Preconditions { Uid = pod.Uid },
                        },
                        cancellationToken: request
                    ),
                ct
            );
        }
        catch (HttpOperationException e) when (e.Is(HttpStatusCode.NotFound) || e.Is(HttpStatusCode.Conflict))
        {
            throw new InjectionRefusedException($"pod {pod.Name} had gone before it could be killed", e);
        }
    }
}
