using System.Net;
using k8s;
using k8s.Autorest;
using k8s.Models;
using ResilienceGate.Clusters;
using ResilienceGate.Core.Experiments;
using ResilienceGate.Targets;

namespace ResilienceGate.Faults.PodKill;

/// <summary>Deletes pods of the target. Nothing is to revert: their controller replaces them.</summary>
internal sealed class PodKillInjector(IKubernetes cluster, Target target, TargetWatch watch) : IInjector
{
    public Task<Aim> AimAsync(
        Experiment experiment,
        TargetState state,
        BlastRadius radius,
        Random random,
        CancellationToken ct
    ) => Task.FromResult(PodSelection.Choose(experiment.Mode, state, radius, random));

    public IInjection Prepare(Fault fault, Aim aim) =>
        new Injection(cluster, target.Namespace, watch, aim.Pods, ((Fault.PodKill)fault).Grace);

    private sealed class Injection(
        IKubernetes cluster,
        string ns,
        TargetWatch watch,
        IReadOnlyList<PodTimes> pods,
        TimeSpan? grace
    ) : IInjection
    {
        public TimeSpan Hold => TimeSpan.Zero;

        public Task InjectAsync(CancellationToken ct) => Task.WhenAll(pods.Select(p => DeleteAsync(p, ct)));

        public Task<string?> ProveAsync(CancellationToken ct) => Departure.ProveAsync(watch, pods, ct);

        public Task<string?> RevertAsync(CancellationToken deadline) => Task.FromResult<string?>(null);

        private async Task DeleteAsync(PodTimes pod, CancellationToken ct)
        {
            try
            {
                await cluster.CoreV1.DeleteNamespacedPodAsync(
                    pod.Name,
                    ns,
                    new V1DeleteOptions
                    {
                        GracePeriodSeconds = (long?)grace?.TotalSeconds,
                        // A StatefulSet's replacement has the same name: never hit it by mistake.
                        Preconditions = new V1Preconditions { Uid = pod.Uid },
                    },
                    cancellationToken: ct
                );
            }
            catch (HttpOperationException e) when (e.Is(HttpStatusCode.NotFound) || e.Is(HttpStatusCode.Conflict))
            {
                throw new InjectionRefusedException($"pod {pod.Name} had gone before it could be killed", e);
            }
        }
    }
}
