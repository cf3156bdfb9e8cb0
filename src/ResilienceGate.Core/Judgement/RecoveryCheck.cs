using ResilienceGate.Core.Baselines;

namespace ResilienceGate.Core.Judgement;

/// <summary>Targets that never recovered although the accepted versions always did, and experiments with too few valid injections.</summary>
internal static class RecoveryCheck
{
    /// <summary>Percent of the planned injections; fewer valid ones say too little.</summary>
    public const int LeastValid = 80;

    /// <summary>Percent of the planned injections: 3 of 5, and as many of any other number.</summary>
    private const int MostUnrecovered = 60;

    public static bool HasEnough(int valid, int planned) => valid > 0 && 100 * valid >= LeastValid * planned;

    /// <summary>
    /// A single recovery that never came may be the cluster's; that nobody saw it before is no reason to accept it.
    /// </summary>
    /// <param name="valid">The valid injections.</param>
    /// <param name="before">Those of the accepted runs, run by run.</param>
    /// <returns>Null when all recovered, or when the accepted versions did not always do so either.</returns>
    public static Finding? NeverRecovered(
        string experiment,
        int planned,
        IReadOnlyList<InjectionValues> valid,
        IReadOnlyList<IReadOnlyList<InjectionValues>> before
    )
    {
        var never = valid.Count(injection => injection.NeverRecovered);
        if (never == 0 || before.Any(run => run.Any(injection => injection.NeverRecovered)))
            return null;

        var watched = Wording.Seconds(valid.Max(injection => injection.Watched));
        var always = before.Count == 0 ? "" : $"; {Wording.Count(before.Count, "accepted run")} always recovered";
        var summary =
            $"the target did not recover from '{experiment}' within {watched} in {never} of {Wording.Count(valid.Count, "injection")}{always}";
        var isRegression = 100 * never >= MostUnrecovered * planned;
        return new Finding
        {
            Verdict = isRegression ? Verdict.Regression : Verdict.Inconclusive,
            Experiment = experiment,
            Summary = isRegression ? summary : $"{summary}; run again, or give it more time with recover-within",
        };
    }
}
