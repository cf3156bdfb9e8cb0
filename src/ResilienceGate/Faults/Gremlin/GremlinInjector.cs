using System.Text.Json.Nodes;
using ResilienceGate.Core.Experiments;
using ResilienceGate.Journals;
using ResilienceGate.Targets;

namespace ResilienceGate.Faults.Gremlin;

/// <summary>Has Gremlin attack pods of the target, which the gate chooses and names.</summary>
internal sealed class GremlinInjector(GremlinApi api, Journal journal, Target target, TimeProvider time) : IInjector
{
    private IReadOnlyList<JsonObject> _targets = [];

    public async Task<Aim> AimAsync(
        Experiment experiment,
        TargetState state,
        BlastRadius radius,
        Random random,
        CancellationToken ct
    )
    {
        var aim = PodSelection.Choose(experiment.Mode, state, radius, random);
        if (aim.Refused is not null)
            return aim;
        var known = await api.TargetsAsync(ct);
        if (aim.Pods.FirstOrDefault(p => !known.ContainsKey(p.Uid)) is { } missing)
            return Aim.Refuse(
                new Refusal.ByChance(
                    $"Gremlin does not list the pod {missing.Name} among its targets; does its agent run in this cluster?"
                )
            );
        _targets = [.. aim.Pods.Select(p => known[p.Uid])];
        return aim;
    }

    public IInjection Prepare(Experiment experiment, Aim aim) =>
        new GremlinInjection(
            api,
            journal,
            _targets,
            GremlinAttack.Of(experiment.Fault, target.Namespace)
                ?? throw new InvalidOperationException(
                    $"The plan lets {experiment.Fault.Kind} pass, which Gremlin does not have."
                ),
            GremlinAttack.DurationOf(experiment.Fault),
            time
        );
}
