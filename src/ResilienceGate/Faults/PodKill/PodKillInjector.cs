using System.Net;
using k8s;
using k8s.Autorest;
using k8s.Models;
using ResilienceGate.Clusters;
using ResilienceGate.Core.Experiments;
using ResilienceGate.Targets;

namespace ResilienceGate.Faults.PodKill;

/// <summary>Deletes pods of the target. Nothing is to revert: their controller replaces them.</summary>
internal sealed class PodKillInjector(IKubernetes cluster, Target target, TargetWatch watch, TimeProvider time)
    : IInjector
{
    public Task<Aim> AimAsync(
        Experiment experiment,
        TargetState state,
        BlastRadius radius,
        Random random,
        CancellationToken ct
    ) => Task.FromResult(PodSelection.Choose(experiment.Mode, state, radius, random));

    public IInjection Prepare(Experiment experiment, Aim aim) =>
        new Injection(cluster, target.Namespace, watch, aim.Pods, ((Fault.PodKill)experiment.Fault).Grace, time);

    private sealed class Injection(
        IKubernetes cluster,
        string ns,
        TargetWatch watch,
        IReadOnlyList<PodTimes> pods,
        TimeSpan? grace,
        TimeProvider time
    ) : IInjection
    {
        private readonly MutatingCalls _calls = new(time);

        public TimeSpan Hold => TimeSpan.Zero;

        public IReadOnlyList<Undo> Undos => [];

        public Task InjectAsync(CancellationToken ct) => Task.WhenAll(pods.Select(p => DeleteAsync(p, ct)));

        public Task<string?> ProveAsync(CancellationToken ct) => Departure.ProveAsync(watch, pods, ct);

        private async Task DeleteAsync(PodTimes pod, CancellationToken ct)
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
}
