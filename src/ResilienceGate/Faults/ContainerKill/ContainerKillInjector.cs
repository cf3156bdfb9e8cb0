using k8s;
using ResilienceGate.Clusters;
using ResilienceGate.Core.Experiments;
using ResilienceGate.Targets;

namespace ResilienceGate.Faults.ContainerKill;

/// <summary>
/// Tells the first process of a container to end. Nothing is to revert: the kubelet starts the container again.
/// </summary>
internal sealed class ContainerKillInjector(IKubernetes cluster, Target target, TargetWatch watch, TimeProvider time)
    : IInjector
{
    public Task<Aim> AimAsync(
        Experiment experiment,
        TargetState state,
        BlastRadius radius,
        Random random,
        CancellationToken ct
    ) => Task.FromResult(Choose(experiment, state, radius, random));

    public IInjection Prepare(Experiment experiment, Aim aim) =>
        new Injection(
            new ContainerSignal(cluster, target.Namespace),
            watch,
            aim.Pods,
            ContainerOf(experiment, aim.Pods[0]),
            experiment.RecoverWithin,
            time
        );

    private static string ContainerOf(Experiment experiment, PodTimes pod) =>
        ((Fault.ContainerKill)experiment.Fault).Container ?? pod.Now.Spec.Containers[0].Name;

    private static Aim Choose(Experiment experiment, TargetState state, BlastRadius radius, Random random)
    {
        var aim = PodSelection.Choose(experiment.Mode, state, radius, random, p => p.Restarts);
        return aim.Pods.Select(p => WhyNot(p, ContainerOf(experiment, p))).FirstOrDefault(w => w is not null) is { } why
            ? Aim.Refuse(new Refusal.ByTarget(why))
            : aim;
    }

    private static string? WhyNot(PodTimes pod, string container)
    {
        var spec = pod.Now.Spec;
        if (spec.Containers.All(c => c.Name != container))
            return $"pod {pod.Name} has no container {container}, only {string.Join(", ", spec.Containers.Select(c => c.Name))}; "
                + "correct `container`";
        return spec.HostPID is true || spec.ShareProcessNamespace is true
            ? $"the containers of {pod.Name} share their processes, so that the first process is not the container's own; "
                + "write driver: chaos-mesh, which kills containers from outside"
            : null;
    }

    private sealed class Injection(
        ContainerSignal signal,
        TargetWatch watch,
        IReadOnlyList<PodTimes> pods,
        string container,
        TimeSpan recoverWithin,
        TimeProvider time
    ) : IInjection
    {
        private readonly MutatingCalls _calls = new(time);

        public TimeSpan Hold => TimeSpan.Zero;

        public IReadOnlyList<Undo> Undos => [];

        public Task InjectAsync(CancellationToken ct) =>
            Task.WhenAll(
                pods.Select(p => _calls.SendAsync(request => signal.TerminateAsync(p, container, request), ct))
            );

        public async Task<string?> ProveAsync(CancellationToken ct)
        {
            if (await ContainerEnd.ProveAsync(watch, pods, container, ct) is not { } ended)
                throw new InjectionRefusedException(
                    $"container {container} does not end at SIGTERM, which its first process does not handle; write "
                        + "driver: chaos-mesh, which kills containers from outside"
                );
            var restarted = await watch.WaitAsync(
                state =>
                    pods.All(p => state.Pods[p.Uid] is var now && (now.Restarts > p.Restarts || now.Gone is not null)),
                recoverWithin,
                ct
            );
            return restarted is null
                ? $"{ended}; not started again in {recoverWithin.TotalSeconds:0} s"
                : $"{ended}; restarts: {string.Join(", ", pods.Select(p => $"{p.Restarts} -> {restarted.Pods[p.Uid].Restarts}"))}";
        }
    }
}
