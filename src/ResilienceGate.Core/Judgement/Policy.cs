namespace ResilienceGate.Core.Judgement;

/// <summary>From what was measured to what the pipeline does.</summary>
/// <param name="OnInconclusive">Warning or Failure.</param>
/// <param name="OnMissingBaseline">Success (record), Warning or Failure.</param>
public sealed record Policy(Conclusion OnInconclusive, Conclusion OnMissingBaseline)
{
    private static readonly Conclusion[] BestToWorst = [Conclusion.Success, Conclusion.Warning, Conclusion.Failure];

    /// <summary>A regression fails whatever the policy; a missing baseline is judged beside the verdict.</summary>
    public Conclusion Conclude(JudgementResult result)
    {
        var byVerdict = result.Verdict switch
        {
            Verdict.Pass => Conclusion.Success,
            Verdict.Inconclusive => OnInconclusive,
            Verdict.Regression => Conclusion.Failure,
            _ => throw new InvalidOperationException($"Verdict {result.Verdict} is not known."),
        };

        return result.BaselineRuns > 0 ? byVerdict : Worst(byVerdict, OnMissingBaseline);
    }

    private static Conclusion Worst(Conclusion one, Conclusion other) =>
        Array.IndexOf(BestToWorst, one) >= Array.IndexOf(BestToWorst, other) ? one : other;
}
