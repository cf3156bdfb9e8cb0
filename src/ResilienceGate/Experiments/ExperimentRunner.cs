using ResilienceGate.Core.Experiments;
using ResilienceGate.Faults;
using ResilienceGate.Faults.Network;
using ResilienceGate.Faults.PodAgents;
using ResilienceGate.Hosts;
using ResilienceGate.Targets;

namespace ResilienceGate.Experiments;

/// <summary>Carries out one experiment: the same fault again and again, each time on a target that is stable.</summary>
internal sealed class ExperimentRunner(
    Injectors injectors,
    InjectionRunner runner,
    TargetWatch watch,
    BlastRadius radius,
    Random random,
    IRunProgress progress
)
{
    public async Task RunAsync(Experiment experiment, ExperimentRecord record, CancellationToken ct)
    {
        if (Remark(experiment.Fault) is { } remark)
            progress.Warning($"'{experiment.Name}': {remark}");
        for (var number = 1; number <= experiment.Repeat; number++)
        {
            if (await watch.WaitAsync(s => s.IsSettled, experiment.RecoverWithin, ct) is not { } state)
            {
                var seen = Seen(experiment.RecoverWithin);
                record.Stop(seen);
                progress.Warning(
                    $"'{experiment.Name}' ends after {number - 1} of {experiment.Repeat} injections: the target is not "
                        + $"stable, {seen}"
                );
                return;
            }
            var injector = injectors.For(experiment);
            var aim = await injector.AimAsync(experiment, state, radius with { Replicas = state.Desired }, random, ct);
            if (aim.Refused is Refusal.ByTarget { Why: var never })
            {
                record.Refuse(never);
                progress.Warning($"'{experiment.Name}' is not carried out: {never}");
                return;
            }
            if (aim.Refused is Refusal.ByChance { Why: var notNow })
            {
                record.Add(runner.Skip(number, notNow));
                progress.Warning($"Injection {number} of '{experiment.Name}' is void: {notNow}");
                continue;
            }
            progress.InjectionStarted(number, aim.Names);
            var injection = await runner.RunAsync(experiment, number, aim, injector.Prepare(experiment, aim), ct);
            record.Add(injection);
            progress.InjectionFinished(injection);
        }
    }

    private string? Remark(Fault fault) =>
        fault is Fault.InPod inPod
            ? watch
                .State.Serving.Select(p => PodOrders.For(inPod, p.Now.Spec, NetworkAim.None).Remark)
                .FirstOrDefault(r => r is not null)
            : null;

    private string Seen(TimeSpan waited)
    {
        var state = watch.State;
        return $"{state.Serving.Count()} of {radius.Replicas} replicas were ready for users and {state.Alive.Count()} "
            + $"pods were there after {waited.TotalSeconds:0} s";
    }
}
