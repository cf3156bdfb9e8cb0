using k8s;
using k8s.Models;
using ResilienceGate.Core.Experiments;
using ResilienceGate.Faults.PodKill;
using ResilienceGate.Targets;

namespace ResilienceGate.Faults.KubeMonkey;

/// <summary>
/// Makes the terminations of kube-monkey's schedule one after the other, without the days between them. Pods are deleted,
/// not evicted, as kube-monkey does: no disruption budget is asked.
/// </summary>
internal sealed class KubeMonkeyInjector(IKubernetes cluster, Target target, TargetWatch watch, TimeProvider time)
    : IInjector
{
    private Termination? _termination;

    public async Task<Aim> AimAsync(
        Experiment experiment,
        TargetState state,
        BlastRadius radius,
        Random random,
        CancellationToken ct
    )
    {
        var enrolment = await Enrolment.ReadAsync(cluster, target.Kind, target.Namespace, target.Name, ct);
        var pods = state
            .Serving.Where(p => p.Now.Status?.Phase is "Running")
            .Where(p => p.Now.GetLabel(Enrolment.IdentifierLabel) == enrolment.Identifier)
            .OrderBy(p => p.Name, StringComparer.Ordinal)
            .ToArray();
        if (pods.Length == 0)
            return Refuse($"no running pod carries the label {Enrolment.IdentifierLabel}={enrolment.Identifier}");
        if (enrolment.Mode.AtMost(pods.Length) == 0)
            return Refuse($"the share in kube-monkey/kill-value is less than half a pod of {pods.Length}; raise it");
        if (radius.Refuses(enrolment.Mode.AtMost(pods.Length)) is { } refused)
            return Refuse(refused);
        _termination = Termination.Draw((Fault.KubeMonkey)experiment.Fault, enrolment.Mtbf, random);
        random.Shuffle(pods);
        return Aim.At(pods[..enrolment.Mode.Draw(pods.Length, random)]);
    }

    public IInjection Prepare(Experiment experiment, Aim aim)
    {
        var kill = new Fault.PodKill(((Fault.KubeMonkey)experiment.Fault).Grace);
        return new Injection(
            new PodKillInjector(cluster, target, watch, time).Prepare(experiment with { Fault = kill }, aim),
            _termination
        );
    }

    private static Aim Refuse(string why) => Aim.Refuse(new Refusal.ByTarget(why));

    private sealed class Injection(IInjection kill, Termination? termination) : IInjection
    {
        public TimeSpan Hold => kill.Hold;

        public IReadOnlyList<Undo> Undos => kill.Undos;

        public Task InjectAsync(CancellationToken ct) => kill.InjectAsync(ct);

        public async Task<string?> ProveAsync(CancellationToken ct) =>
            await kill.ProveAsync(ct) is { } proof ? $"{termination}: {proof}" : null;
    }
}
