using System.Reflection;
using ResilienceGate.Core.Baselines;
using ResilienceGate.Core.Consistency;
using ResilienceGate.Core.Judgement;
using ResilienceGate.Core.Measurements;
using ResilienceGate.Core.Reports;
using ResilienceGate.Plans;
using ResilienceGate.Targets;

namespace ResilienceGate.Experiments;

/// <summary>Hands what a run has measured to the pure judgement, and puts the result together.</summary>
/// <param name="baseline">Perhaps one of another fingerprint: then it is compared with nothing.</param>
internal sealed class RunJudge(Plan plan, Target target, RunSettings run, Fingerprint fingerprint, Baseline? baseline)
{
    public RunResult Judge(RunRecord record, RunEnding ending, RunOrigin origin)
    {
        var judged = Core.Judgement.Judge.Run(Evidence(record, ending), baseline, plan.Gate.Margins);
        return new RunResult
        {
            Format = RunResult.CurrentFormat,
            Run = run.Id,
            Started = run.Clock.Started,
            Took = run.Clock.Now - run.Clock.Started,
            Plan = plan.Path,
            Target = target.ToString(),
            Replicas = target.Replicas,
            RecoveryPeriod = target.ReadinessPeriod,
            Commit = origin.Revision.Commit,
            ModelVersion = origin.ModelVersion ?? Replica(record)?.ModelVersion,
            Digest = Replica(record)?.Digest,
            Seed = run.Seed,
            Environment = new RunEnvironment
            {
                Gate =
                    typeof(RunJudge)
                        .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()
                        ?.InformationalVersion
                    ?? "",
                Kubernetes = fingerprint.Kubernetes,
                Nodes = record.Nodes,
                Protocol = plan.Probe.Protocol,
                Rate = plan.Probe.Rate,
                ClockOffset = record.Probe?.Offset?.Offset,
                ClockError = record.Probe?.Offset?.Error,
            },
            SteadyState = record.SteadyState,
            SteadyStateAfter = record.SteadyStateAfter,
            Experiments = record.Experiments,
            Censuses = record.Censuses,
            Timeline = record.Probe?.Log.Timeline(run.Clock.Started) ?? [],
            Load = record.Probe?.Log.Load,
            OraclePower = Power(record),
            Verdict = judged.Verdict,
            Conclusion = Conclude(judged, ending),
            Findings = judged.Findings,
            BaselineRuns = judged.BaselineRuns,
            BaselineAction = "left alone",
            Score = Score.Of(record.Experiments),
            CleanUp = record.CleanUp,
            EndedEarly = ending.Explain(),
        };
    }

    /// <summary>A run that did not finish lets nothing through, whatever its policy says of what was measured.</summary>
    private Conclusion Conclude(JudgementResult judged, RunEnding ending) =>
        ending is RunEnding.Completed
            ? new Policy(plan.Gate.OnInconclusive, plan.Gate.OnMissingBaseline).Conclude(judged)
            : Conclusion.Failure;

    private static ReplicaState? Replica(RunRecord record) =>
        record.Censuses.SelectMany(c => c.Replicas).FirstOrDefault(r => r.Error is null);

    private OraclePower? Power(RunRecord record) =>
        record.Truth is { } truth ? OraclePower.Measure(plan.Oracle, truth) : null;

    private RunEvidence Evidence(RunRecord record, RunEnding ending) =>
        new()
        {
            Target = target.ToString(),
            Fingerprint = fingerprint,
            SteadyState = record.SteadyState,
            SteadyStateAfter = record.SteadyStateAfter,
            Experiments = record.Experiments,
            Censuses = record.Censuses,
            Oracle = plan.Oracle,
            Truth = record.Truth ?? new Dictionary<string, Prediction>(),
            OraclePower = Power(record),
            Load = record.Probe?.Log.Load,
            EndedEarly = ending.Explain() is { } why ? new EarlyEnd(why, ending is RunEnding.Aborted) : null,
            Rate = plan.Probe.Rate,
            RecoveryPeriod = target.ReadinessPeriod,
        };
}
