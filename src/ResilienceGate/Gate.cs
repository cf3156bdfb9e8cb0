using k8s;
using Microsoft.Extensions.Logging;
using ResilienceGate.Baselines;
using ResilienceGate.Core.Baselines;
using ResilienceGate.Experiments;
using ResilienceGate.Faults;
using ResilienceGate.Faults.Gremlin;
using ResilienceGate.Guards;
using ResilienceGate.Halts;
using ResilienceGate.Hosts;
using ResilienceGate.Plans;
using ResilienceGate.Preflights;
using ResilienceGate.Targets;

namespace ResilienceGate;

/// <summary>The story of a run: put the target under traffic, break it on purpose, measure, compare, conclude.</summary>
internal sealed class Gate(IKubernetes cluster, ICiHost host, IRunProgress progress, TimeProvider time, ILogger logger)
{
    /// <summary>Null when the environment has no key for it.</summary>
    public GremlinApi? Gremlin { get; init; }

    /// <exception cref="GateException">The gate could not even begin; nothing was done to the cluster.</exception>
    public async Task<RunOutcome> RunAsync(Plan plan, RunOrigin origin, CancellationToken ct)
    {
        var run = RunSettings.New(plan.Seed, time);
        progress.StepStarted("preflight");
        var facts = await new Preflight(cluster, time, logger) { Gremlin = Gremlin }.CheckAsync(plan, ct);
        var target = await new TargetReader(cluster).ReadAsync(plan.Target, ct);
        var baselines = BaselineStores.For(plan, cluster);
        var book = await baselines.ReadAsync(ct);
        var nodes = new NodeClass(cluster);
        var fingerprint = facts.Fingerprint(plan, await nodes.OfAsync(target, ct));
        var record = new RunRecord();

        var ending = await RunEnding.OfAsync(
            async guard =>
            {
                guard.Watch(new HaltSwitch(cluster, target.Namespace, time, logger).WatchAsync(guard.Token));
                await new Rollout(cluster, time).CompleteAsync(
                    plan.Target,
                    target.Selector,
                    progress.Message,
                    guard.Token
                );
                // A rollout may have moved the target to other nodes.
                fingerprint = facts.Fingerprint(plan, await nodes.OfAsync(target, guard.Token));
                await MeasureAsync(plan, target, book.Find(target.ToString(), fingerprint), run, record, guard);
            },
            ct
        );

        // A baseline of another fingerprint is compared with nothing, and tells why there is nothing.
        var baseline = book.Find(target.ToString(), fingerprint) ?? book.Latest(target.ToString());
        var result = new RunJudge(plan, target, run, fingerprint, baseline).Judge(record, ending, origin);
        var keeper = new BaselineKeeper(baselines, plan.Baseline, fingerprint);
        return new RunOutcome(await keeper.KeepAsync(result, ending, origin.Revision), ending);
    }

    private async Task MeasureAsync(
        Plan plan,
        Target target,
        Baseline? baseline,
        RunSettings run,
        RunRecord record,
        RunGuard guard
    )
    {
        var ct = guard.Token;
        progress.StepStarted("starting the probe");
        new RollbackState { Run = run.Id, Namespace = target.Namespace }.Save(host);
        await using var stage = await Stage.SetAsync(cluster, plan, target, run, record, guard, logger, ct);
        record.Probe = stage.Probe;
        await using var post = await GuardPost.SetAsync(cluster, plan, target, run, record, progress.Warning, ct);
        guard.Watch(RunDeadline.WatchAsync(plan.Limits.Deadline, time, ct));
        guard.Watch(new WorkloadWatch(cluster, plan.Target, stage.Watch, time, logger).RunAsync(target, ct));
        guard.Watch(TrafficReporter.RunAsync(stage.Probe.Log, progress, ct));
        if (plan.Limits.AbortWhen is { } condition)
            guard.Watch(AbortWatch.RunAsync(condition, stage.Probe.Log, run.Clock, ct));

        var steady = new SteadyStateRunner(stage, target, record, run.Clock, progress);
        record.Truth = await steady.LearnAsync(plan, ct);
        if ((await steady.MeasureBeforeAsync(plan, baseline is not null, ct)).Violations.Count > 0)
            return;

        var reverter = new Reverter(stage.Journal, record, time);
        var fence = new InjectionFence(stage.Journal, stage.Lease.IsHeld, time);
        var injections = new InjectionRunner(fence, reverter, stage.Watch, stage.Probe.Log, record, run.Clock);
        var experiments = new ExperimentRunner(
            new Injectors(cluster, run.Id, target, plan.Agent.Image, stage.Watch, fence.ConfirmAsync, time)
            {
                Gremlin = Gremlin is { } api ? new GremlinInjector(api, stage.Journal, target, time) : null,
            },
            injections,
            stage.Watch,
            new BlastRadius(target.Replicas, plan.Limits.MaxPodsPercent),
            new Random(run.Seed),
            progress
        );
        foreach (var (number, experiment) in plan.Experiments.Index())
        {
            progress.ExperimentStarted(
                experiment.Name,
                experiment.Fault.Kind,
                number + 1,
                plan.Experiments.Count,
                experiment.Repeat
            );
            await experiments.RunAsync(experiment, record.Begin(experiment), ct);
            await steady.CensusAsync(experiment.Name, ct);
        }
        await steady.MeasureAfterAsync(plan.SteadyState, ct);
        progress.StepStarted("clean-up");
    }
}
