namespace ResilienceGate.Core.Reports.Html;

/// <summary>Maps the values of a quantity to a stretch of a drawing.</summary>
/// <param name="From">The value at the start of the stretch.</param>
/// <param name="To">The value at its end.</param>
/// <param name="Start">Coordinate of the start; beyond <paramref name="End"/> for an axis that points up.</param>
/// <param name="End">Coordinate of the end.</param>
internal sealed record Axis(double From, double To, double Start, double End)
{
    public double At(double value) =>
        To > From ? Start + ((Math.Clamp(value, From, To) - From) / (To - From) * (End - Start)) : Start;

    /// <summary>About so many round values between the ends: 1, 2 or 5 times a power of ten apart.</summary>
    public IEnumerable<double> Ticks(int about)
    {
        var step = Step((To - From) / about);
        if (step <= 0)
            yield break;
        // Counted, not summed: a sum of tenths drifts away from round values.
        for (var i = Math.Ceiling(From / step); i * step <= To + (step / 1000); i++)
            yield return i * step;
    }

    /// <summary>The least round number that is no less.</summary>
    public static double RoundUp(double value) => Step(value);

    private static double Step(double least)
    {
        if (least <= 0 || !double.IsFinite(least))
            return 0;
        var power = Math.Pow(10, Math.Floor(Math.Log10(least)));
        return (least / power) switch
        {
            <= 1 => power,
            <= 2 => 2 * power,
            <= 5 => 5 * power,
            _ => 10 * power,
        };
    }
}
