using k8s;
using ResilienceGate.Clusters;
using ResilienceGate.Core.Experiments;
using ResilienceGate.Targets;

namespace ResilienceGate.Faults.PodFailure;

/// <summary>Pods stay, and do nothing for a while: their containers run an image that does nothing.</summary>
internal sealed class PodFailureInjector(
    IKubernetes cluster,
    string run,
    Target target,
    TargetWatch watch,
    TimeProvider time
) : IInjector
{
    public Task<Aim> AimAsync(
        Experiment experiment,
        TargetState state,
        BlastRadius radius,
        Random random,
        CancellationToken ct
    )
    {
        var aim = PodSelection.Choose(experiment.Mode, state, radius, random);
        return Task.FromResult(
            aim with
            {
                Swaps = [.. aim.Pods.Select(p => new SwappedImages(p.Name, ImageSwap.ImagesOf(p.Now)))],
            }
        );
    }

    public IInjection Prepare(Experiment experiment, Aim aim) =>
        new Injection(
            new ImageSwap(cluster, target.Namespace),
            watch,
            run,
            target.Namespace,
            aim,
            (Fault.PodFailure)experiment.Fault,
            time
        );

    private sealed class Injection(
        ImageSwap swap,
        TargetWatch watch,
        string run,
        string ns,
        Aim aim,
        Fault.PodFailure fault,
        TimeProvider time
    ) : IInjection
    {
        private readonly MutatingCalls _calls = new(time);

        public TimeSpan Hold => fault.Duration;

        public IReadOnlyList<Undo> Undos =>
            [
                .. aim.Pods.Select(p => new Undo(
                    $"the images of pod {p.Name}",
                    $"kubectl -n {ns} delete pod {p.Name}",
                    ct => swap.RestoreAsync(p.Name, run, ImageSwap.ImagesOf(p.Now), ct)
                )),
            ];

        public Task InjectAsync(CancellationToken ct) =>
            Task.WhenAll(
                aim.Pods.Select(p => _calls.SendAsync(request => swap.SwapAsync(p, fault.Image, run, request), ct))
            );

        public Task<string?> ProveAsync(CancellationToken ct) => ContainerEnd.ProveAsync(watch, aim.Pods, null, ct);
    }
}
