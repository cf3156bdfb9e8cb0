namespace ResilienceGate.Core.Judgement.Duets;

/// <summary>
/// Wilcoxon's signed-rank test, exact (Biometrics Bulletin 1 (1945) 80). It assumes that the differences lie symmetrically
/// around their centre, which those of two arms with equal noise do, and nothing of their variance or their tails.
/// </summary>
internal static class SignedRank
{
    /// <summary>One-sided p of "the centre is at or below zero".</summary>
    /// <param name="values">Of equal ones the positive get the lower ranks, and zero is not positive: both make p larger.</param>
    public static double PValue(IEnumerable<double> values)
    {
        var ordered = values.OrderBy(Math.Abs).ThenByDescending(Math.Sign).ToList();
        var sum = ordered.Select((value, i) => value > 0 ? i + 1 : 0).Sum();
        return AtLeast(sum, ordered.Count);
    }

    /// <summary>The share of the 2^n choices of signs whose positive ranks add up to at least <paramref name="sum"/>.</summary>
    private static double AtLeast(int sum, int n)
    {
        // probability[s]: that the positive ones of the ranks so far add up to s.
        var probability = new double[(n * (n + 1) / 2) + 1];
        probability[0] = 1;
        for (var rank = 1; rank <= n; rank++)
        {
            for (var s = probability.Length - 1; s >= 0; s--)
                probability[s] = (probability[s] + (s >= rank ? probability[s - rank] : 0)) / 2;
        }

        return probability.Skip(sum).Sum();
    }
}
