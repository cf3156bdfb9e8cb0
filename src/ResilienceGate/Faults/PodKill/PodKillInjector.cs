using k8s;
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
        new Injection(
            new Deletion(cluster, target.Namespace, time),
            watch,
            aim.Pods,
            ((Fault.PodKill)experiment.Fault).Grace
        );

    private sealed class Injection(Deletion deletion, TargetWatch watch, IReadOnlyList<PodTimes> pods, TimeSpan? grace)
        : IInjection
    {
        public TimeSpan Hold => TimeSpan.Zero;

        public IReadOnlyList<Undo> Undos => [];

        public Task InjectAsync(CancellationToken ct) => deletion.DeleteAsync(pods, grace, ct);

        public Task<string?> ProveAsync(CancellationToken ct) => Departure.ProveAsync(watch, pods, ct);
    }
}
