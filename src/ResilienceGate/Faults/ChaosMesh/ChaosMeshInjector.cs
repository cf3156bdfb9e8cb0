using System.Globalization;
using System.Text.Json.Nodes;
using k8s;
using k8s.Models;
using ResilienceGate.Clusters;
using ResilienceGate.Core.Experiments;
using ResilienceGate.Targets;

namespace ResilienceGate.Faults.ChaosMesh;

/// <summary>
/// Has Chaos Mesh inject a fault. Whom it hits the gate chooses, and tells by name, so that the choice is known before.
/// </summary>
internal sealed class ChaosMeshInjector(
    IKubernetes cluster,
    string run,
    Target target,
    TargetWatch watch,
    TimeProvider time
) : IInjector
{
    public const string Role = "chaos";

    private readonly ChaosApi _api = new(cluster);

    public async Task<Aim> AimAsync(
        Experiment experiment,
        TargetState state,
        BlastRadius radius,
        Random random,
        CancellationToken ct
    )
    {
        var spec = Spec(experiment.Fault, pods: []);
        var aim = experiment.Fault is Fault.ChaosMesh own
            ? await AimOwnAsync(own, spec, experiment.Mode, state, radius, random, ct)
            : PodSelection.Choose(experiment.Mode, state, radius, random);
        var suffix = random.Next(1 << 24).ToString("x6", CultureInfo.InvariantCulture);
        return aim with
        {
            Chaos = new ChaosReference(spec.Kind.Name, target.Namespace, $"resilience-gate-{run}-{suffix}"),
        };
    }

    public IInjection Prepare(Experiment experiment, Aim aim)
    {
        var reference =
            aim.Chaos ?? throw new InvalidOperationException($"'{experiment.Name}' was not aimed for Chaos Mesh.");
        var spec = Spec(experiment.Fault, aim.Pods);
        var labels = Labels.Metadata(reference.Name, reference.Namespace, run, Role).Labels;
        var manifest = spec.Manifest(reference, [.. aim.Pods.Select(p => p.Name)], labels);
        return new ChaosInjection(_api, reference, manifest, spec, aim.Pods, watch, time);
    }

    /// <summary>An object of the user's own may hit pods of the target, and no others.</summary>
    private async Task<Aim> AimOwnAsync(
        Fault.ChaosMesh own,
        ChaosSpec spec,
        Mode mode,
        TargetState state,
        BlastRadius radius,
        Random random,
        CancellationToken ct
    )
    {
        if (!spec.Kind.SelectsPods)
            return Aim.At([]);
        if (!own.MayReachOutside && Peers(spec.Spec) is { } peers && await StrangerAsync(peers, state, ct) is { } peer)
            return Refuse(
                $"with its direction the {own.ObjectKind} changes the network of {peer} too, which is no pod of the target; "
                    + "write direction: to, or `allow-outside: true`"
            );
        var selector = new ChaosSelector(spec.Spec["selector"] as JsonObject ?? []);
        if (await StrangerAsync(selector, state, ct) is { } stranger)
            return Refuse(
                $"the selector of the {own.ObjectKind} chooses {stranger}, which is no pod of the target; narrow it"
            );
        var chosen = (await selector.ResolveAsync(cluster, target.Namespace, ct)).Select(p => p.Uid()).ToHashSet();
        var among = state with { Pods = state.Pods.RemoveRange(state.Pods.Keys.Where(uid => !chosen.Contains(uid))) };
        return among.Serving.Any()
            ? PodSelection.Choose(mode, among, radius, random)
            : Refuse($"the selector of the {own.ObjectKind} chooses no serving pod of the target; widen it");
    }

    private async Task<string?> StrangerAsync(ChaosSelector selector, TargetState state, CancellationToken ct) =>
        selector.Namespaces.FirstOrDefault(n => n != target.Namespace) is { } other
            ? $"pods in namespace {other}"
            : (await selector.ResolveAsync(cluster, target.Namespace, ct))
                .FirstOrDefault(p => !state.Pods.ContainsKey(p.Uid()))
                ?.Name();

    /// <summary>The other side of a NetworkChaos, where it gets rules of its own.</summary>
    private static ChaosSelector? Peers(JsonObject spec) =>
        spec["direction"]?.ToString() is "from" or "both" && spec["target"]?["selector"] is JsonObject peers
            ? new ChaosSelector(peers)
            : null;

    private static Aim Refuse(string why) => Aim.Refuse(new Refusal.ByTarget(why));

    private ChaosSpec Spec(Fault fault, IReadOnlyList<PodTimes> pods) =>
        ChaosSpec.Of(fault, pods, target.Namespace)
        ?? throw new InvalidOperationException($"The plan lets {fault.Kind} pass, which Chaos Mesh does not have.");
}
