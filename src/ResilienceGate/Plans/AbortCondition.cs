namespace ResilienceGate.Plans;

/// <summary><c>availability &lt; 50% for 30s</c>: the run is aborted when this held for so long.</summary>
/// <param name="AvailabilityBelow">Share of requests, 0 to 1.</param>
internal sealed record AbortCondition(double AvailabilityBelow, TimeSpan For)
{
    public override string ToString() =>
        string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"availability < {AvailabilityBelow * 100:0.##}% for {For.TotalSeconds:0.#}s"
        );
}
