using k8s;
using Microsoft.Extensions.Logging.Abstractions;
using ResilienceGate.Baselines;
using ResilienceGate.Core.Experiments;
using ResilienceGate.Experiments;
using ResilienceGate.Faults.Gremlin;
using ResilienceGate.Plans;
using ResilienceGate.Preflights;
using ResilienceGate.Targets;

namespace ResilienceGate.Commands;

/// <summary>What would keep a run from beginning: the questions of <see cref="Gate"/> and <see cref="Stage"/>, all of them.</summary>
internal sealed class Refusals(IKubernetes cluster, GremlinApi? gremlin, TimeProvider time)
{
    /// <returns>In the words of the run; empty when it would begin.</returns>
    public async Task<IReadOnlyList<string>> OfAsync(Plan plan, CancellationToken ct)
    {
        var refusals = new List<string>();
        await AskAsync(
            () => new Preflight(cluster, time, NullLogger.Instance) { Gremlin = gremlin }.CheckAsync(plan, ct),
            refusals
        );
        await AskAsync(() => TargetAsync(plan, ct), refusals);
        await AskAsync(() => PodFaultsAsync(plan, ct), refusals);
        await AskAsync(() => BaselineStores.For(plan, cluster).ReadAsync(ct), refusals);
        return refusals;
    }

    /// <summary>The target must be one that can be injected into, and the cluster must admit the probe.</summary>
    private async Task TargetAsync(Plan plan, CancellationToken ct)
    {
        var target = await new TargetReader(cluster).ReadAsync(plan.Target, ct);
        await DryRun.CheckAsync(cluster, Stage.Job(plan, target, RunSettings.New(plan.Seed, time)), ct);
    }

    private async Task PodFaultsAsync(Plan plan, CancellationToken ct)
    {
        if (plan.Experiments.Any(e => e.Fault is Fault.InPod))
            await new PodFaultCheck(cluster).RequireAsync(
                plan,
                await new TargetReader(cluster).ReadAsync(plan.Target, ct),
                ct
            );
    }

    private static async Task AskAsync(Func<Task> question, List<string> refusals)
    {
        try
        {
            await question();
        }
        catch (GateException e)
        {
            refusals.Add(e.Message);
        }
    }
}
