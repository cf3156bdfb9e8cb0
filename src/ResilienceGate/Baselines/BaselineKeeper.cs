using ResilienceGate.Core.Baselines;
using ResilienceGate.Core.Judgement;
using ResilienceGate.Core.Measurements;
using ResilienceGate.Core.Reports;
using ResilienceGate.Experiments;
using ResilienceGate.Hosts;
using ResilienceGate.Plans;

namespace ResilienceGate.Baselines;

/// <summary>Makes a run part of the baseline where the policy says so.</summary>
internal sealed class BaselineKeeper(IBaselineStore store, BaselinePlan policy, Fingerprint fingerprint)
{
    private static readonly TimeSpan WriteWithin = TimeSpan.FromSeconds(15);

    /// <summary>The result, with what happened to the baseline. A store that fails changes no verdict.</summary>
    public async Task<RunResult> KeepAsync(RunResult result, RunEnding ending, Revision revision)
    {
        if (WhyNot(result, ending, revision) is { } why)
            return result with { BaselineAction = $"left alone: {why}" };
        // The run is over: its own token may be cancelled.
        using var limit = new CancellationTokenSource(WriteWithin);
        try
        {
            var accepted = AcceptedRun.From(result);
            if (
                policy.Update is not BaselineUpdate.Always
                && await SetbackAsync(result, accepted, limit.Token) is { } setback
            )
                return result with { BaselineAction = $"left alone: {setback}" };
            await store.UpdateAsync(book => book.With(Baseline(book, result).Add(accepted, policy.Keep)), limit.Token);
            return result with
            {
                BaselineAction =
                    result.BaselineRuns == 0
                        ? $"recorded as the first accepted run in {store.Place}"
                        : $"added to {store.Place}{Unproven(result)}",
            };
        }
        catch (Exception e) when (e is GateException or HttpRequestException or OperationCanceledException)
        {
            return result with { BaselineAction = $"could not be updated: {e.Message}", BaselineFailed = true };
        }
    }

    /// <summary>
    /// Why a run that passed does not join by itself: too little is known to convict it, and too much to take it for good.
    /// </summary>
    private async Task<string?> SetbackAsync(RunResult result, AcceptedRun run, CancellationToken ct) =>
        (await store.ReadAsync(ct)).Find(result.Target, fingerprint) is { } baseline
        && Setback.In(run, baseline, result.Findings) is [var experiment, ..]
            ? $"in '{experiment}' every recovery was slower than any accepted one, which is not proven to be the version's "
                + "doing; `--update-baseline always` accepts it all the same"
            : null;

    /// <summary>What joins the baseline moves it: nothing that looks worse may do so without a word.</summary>
    private static string Unproven(RunResult result) =>
        string.Join(
            ", ",
            result.Findings.Where(f => f.IsUnproven).Select(f => $"{f.Metric?.Name()} of '{f.Experiment}'")
        )
            is { Length: > 0 } moved
            ? $", although it may be worse in {moved}"
            : "";

    private Baseline Baseline(BaselineBook book, RunResult result) =>
        book.Find(result.Target, fingerprint)
        ?? new Baseline
        {
            Format = Core.Baselines.Baseline.CurrentFormat,
            Target = result.Target,
            Fingerprint = fingerprint,
            Runs = [],
        };

    private string? WhyNot(RunResult result, RunEnding ending, Revision revision) =>
        policy.Update switch
        {
            _ when ending is not RunEnding.Completed => "the run was not completed",
            _ when !result.Experiments.Any(e => e.Injections.Any(i => i.IsValid)) => "nothing was measured",
            BaselineUpdate.Never => "baseline.update is never",
            _ when revision.IsPullRequest => "a pull request never changes the baseline",
            BaselineUpdate.Always => null,
            _ when result.Verdict is not Verdict.Pass => $"the verdict is {result.Verdict}",
            _ when revision.IsDefaultBranch is false => "the run is not on the default branch",
            _ when revision is { IsDefaultBranch: null, IsByHand: false } =>
                "nothing tells whether this is the default branch; record it with `--update-baseline always`",
            _ => null,
        };
}
