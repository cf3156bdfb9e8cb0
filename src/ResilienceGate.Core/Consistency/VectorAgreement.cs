namespace ResilienceGate.Core.Consistency;

/// <summary>Compares vectors of equal length. NaN and the infinities agree with nothing.</summary>
internal static class VectorAgreement
{
    /// <summary>
    /// The greatest number, the first of equals, is at the same place, and no number differs by more than the tolerance.
    /// </summary>
    public static bool IsSameClass(IReadOnlyList<double> truth, IReadOnlyList<double> answer, double tolerance)
    {
        var (first, second) = (0, 0);
        for (var i = 0; i < truth.Count; i++)
        {
            // Also false for NaN.
            if (!(Math.Abs(truth[i] - answer[i]) <= tolerance))
                return false;

            if (truth[i] > truth[first])
                first = i;
            if (answer[i] > answer[second])
                second = i;
        }

        return first == second;
    }

    /// <summary>1 - cos of the angle is at most the distance. A vector of zeros has no angle, and is near to nothing.</summary>
    public static bool IsNear(IReadOnlyList<double> truth, IReadOnlyList<double> answer, double distance)
    {
        var (product, first, second) = (0.0, 0.0, 0.0);
        for (var i = 0; i < truth.Count; i++)
        {
            product += truth[i] * answer[i];
            first += truth[i] * truth[i];
            second += answer[i] * answer[i];
        }

        return 1 - (product / Math.Sqrt(first) / Math.Sqrt(second)) <= distance;
    }

    /// <summary>Number for number, whatever the limit.</summary>
    public static bool IsEqual(IReadOnlyList<double> truth, IReadOnlyList<double> answer, double none)
    {
        for (var i = 0; i < truth.Count; i++)
        {
            if (!(truth[i] - answer[i] == 0))
                return false;
        }

        return true;
    }
}
