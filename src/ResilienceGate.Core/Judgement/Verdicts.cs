namespace ResilienceGate.Core.Judgement;

/// <summary>How verdicts add up.</summary>
public static class Verdicts
{
    /// <summary>From best to worst; the order of the enum's members means nothing.</summary>
    private static readonly Verdict[] BestToWorst = [Verdict.Pass, Verdict.Inconclusive, Verdict.Regression];

    public static Verdict Worst(Verdict one, Verdict other) => Severity(one) >= Severity(other) ? one : other;

    /// <summary>The worst of several; of none it is Inconclusive, for no data is no pass.</summary>
    public static Verdict Worst(IReadOnlyCollection<Verdict> verdicts) =>
        verdicts.Count == 0 ? Verdict.Inconclusive : verdicts.Aggregate(Worst);

    /// <summary>0 for the best.</summary>
    internal static int Severity(Verdict verdict) => Array.IndexOf(BestToWorst, verdict);
}
