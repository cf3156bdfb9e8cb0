using ResilienceGate.Clusters;
using ResilienceGate.Core.Consistency;
using ResilienceGate.Core.Experiments;
using ResilienceGate.Core.Measurements;
using ResilienceGate.Hosts;
using ResilienceGate.Plans;
using ResilienceGate.ProbeSessions;
using ResilienceGate.Targets;

namespace ResilienceGate.Experiments;

/// <summary>Learns what is right, and measures what is normal, before anything is broken and after it.</summary>
internal sealed class SteadyStateRunner(
    Stage stage,
    Target target,
    RunRecord record,
    RunClock clock,
    IRunProgress progress
)
{
    /// <summary>The first requests find cold code and empty pools on both sides; they say nothing of the steady state.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);

    /// <summary>The right answer to each request, from every replica asked by its own address.</summary>
    public async Task<IReadOnlyDictionary<string, Prediction>> LearnAsync(Plan plan, CancellationToken ct)
    {
        progress.StepStarted("asking every replica");
        var state =
            await stage.Watch.WaitAsync(s => s.IsSettled, TimeSpan.FromMinutes(1), ct)
            ?? throw new GateException(
                $"{target} is not settled: {stage.Watch.State.Serving.Count()} of {target.Replicas} replicas are ready "
                    + $"behind the Service '{target.Service}', and {stage.Watch.State.Alive.Count()} pods are alive. "
                    + "Does the Service select the target's pods?"
            );
        record.Nodes = state.Serving.Select(p => p.Node).Distinct().Count();
        var census = await CensusAsync(Census.SteadyState, state, ct);
        var truth = plan.Truth is TruthSource.Expected ? Expected(plan) : SelfTruth.Of(plan.Oracle, census);
        await stage.Probe.TellTruthAsync(truth, ct);
        return truth;
    }

    private static Dictionary<string, Prediction> Expected(Plan plan) =>
        plan
            .Probe.Requests.SelectMany(r => r.Expected is { } e ? [(r.Id, e)] : Array.Empty<(string, Prediction)>())
            .ToDictionary();

    /// <summary>Asks every replica after an experiment, when the target is settled or has had its time.</summary>
    public Task<Census> CensusAsync(string when, CancellationToken ct) => CensusAsync(when, stage.Watch.State, ct);

    /// <param name="wasAnswered">Accepted versions answered this very traffic.</param>
    /// <exception cref="GateException">Nothing was answered, and nothing says that it is the version's fault.</exception>
    public async Task<SteadyState> MeasureBeforeAsync(Plan plan, bool wasAnswered, CancellationToken ct)
    {
        progress.StepStarted("steady state");
        await stage.Probe.StartTrafficAsync(ct);
        await KnownAsync(clock.Now + WarmUp, ct);
        var (steady, traffic) = await MeasureAsync(plan.SteadyState, ct);
        if (!wasAnswered && UnansweredTraffic.Explain(traffic, plan) is { } why)
            throw new GateException(why);
        steady = await ConfirmAsync(steady, plan.SteadyState, ct);
        record.SteadyState = steady;
        progress.SteadyStateMeasured(steady);
        return steady;
    }

    /// <summary>The hypothesis must hold again after the last fault.</summary>
    public async Task MeasureAfterAsync(Hypothesis hypothesis, CancellationToken ct)
    {
        progress.StepStarted("steady state once more");
        var (measured, _) = await MeasureAsync(hypothesis, ct);
        var steady = await ConfirmAsync(measured, hypothesis, ct);
        record.SteadyStateAfter = steady;
        progress.SteadyStateMeasured(steady);
    }

    /// <summary>
    /// Measures a violated hypothesis once more: one busy moment of a neighbour is no steady state, and nobody is accused
    /// of it. What is wrong stays wrong.
    /// </summary>
    private async Task<SteadyState> ConfirmAsync(SteadyState measured, Hypothesis hypothesis, CancellationToken ct)
    {
        if (measured.Violations.Count == 0)
            return measured;
        progress.Message($"the steady state is measured once more: {string.Join("; ", measured.Violations)}");
        return (await MeasureAsync(hypothesis, ct)).Steady;
    }

    private async Task<(SteadyState Steady, WindowTraffic Traffic)> MeasureAsync(
        Hypothesis hypothesis,
        CancellationToken ct
    )
    {
        var from = clock.Now;
        await KnownAsync(from + hypothesis.For, ct);
        var log = stage.Probe.Log;
        var traffic = log.Traffic(from, from + hypothesis.For);
        var steady = SteadyStateCheck.Measure(hypothesis, traffic.Sent, traffic.Good, traffic.Wrong, traffic.Latency);
        var quarter = hypothesis.For / 4;
        var quarters = Enumerable
            .Range(0, 4)
            .Select(i => log.Traffic(from + (i * quarter), from + ((i + 1) * quarter)))
            .Where(t => t.Sent > 0)
            .Select(t => (double?)t.Good / t.Sent);
        return (steady with { BestQuarter = quarters.Max(), Streaming = traffic.Streaming }, traffic);
    }

    private async Task<Census> CensusAsync(string when, TargetState state, CancellationToken ct)
    {
        var census = new Census(when, await stage.Probe.CensusAsync(state, target.PodPort, ct));
        record.Add(census);
        return census;
    }

    private async Task KnownAsync(DateTimeOffset until, CancellationToken ct)
    {
        var patience = until - clock.Now + TimeSpan.FromMinutes(1);
        if (
            !await Waiting.ForAsync(
                () => stage.Probe.Log.KnownUntil >= until,
                () => stage.Probe.Log.Changed,
                patience,
                clock.Time,
                ct
            )
        )
            throw new GateException("The probe reported no traffic for a minute.");
    }
}
