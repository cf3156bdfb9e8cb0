using k8s;
using ResilienceGate.Core.Experiments;
using ResilienceGate.Faults.ChaosMesh;
using ResilienceGate.Faults.Gremlin;
using ResilienceGate.Faults.KubeMonkey;
using ResilienceGate.Plans;

namespace ResilienceGate.Preflights;

/// <summary>Whether the drivers of a plan are there, and may do what it wants of them.</summary>
/// <param name="gremlin">Null when the environment has no key for it.</param>
internal sealed class DriverReadiness(IKubernetes cluster, GremlinApi? gremlin)
{
    /// <exception cref="GateException">One is not: the message says what to do.</exception>
    public async Task RequireAsync(Plan plan, CancellationToken ct)
    {
        await new ChaosInstallation(cluster).RequireAsync(plan, ct);
        var (ns, target) = (plan.Target.Namespace, plan.Target);
        if (plan.Experiments.Any(e => e.Driver is Driver.KubeMonkey))
            await Enrolment.ReadAsync(cluster, target.Kind, ns, target.Name, ct);
        if (plan.Experiments.FirstOrDefault(e => e.Driver is Driver.Gremlin) is { } attack)
            await RequireGremlinAsync(attack, ns, ct);
    }

    private async Task RequireGremlinAsync(Experiment attack, string ns, CancellationToken ct)
    {
        if (gremlin is null)
            throw new GateException(
                $"'{attack.Name}' needs a key of Gremlin. Set the variable {GremlinAccount.KeyVariable} (or "
                    + $"{GremlinAccount.TokenVariable}) from a secret of the pipeline, and {GremlinAccount.TeamVariable}."
            );
        if (!(await gremlin.TargetsAsync(ct)).Values.Any(t => t["namespace"]?.ToString() == ns))
            throw new GateException(
                $"Gremlin lists nothing in namespace '{ns}' that it could attack. Is its agent installed in this cluster, "
                    + "and is this the right team?"
            );
    }
}
