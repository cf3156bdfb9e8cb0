using ResilienceGate.Core.Measurements;

namespace ResilienceGate.Core.Bench;

/// <summary>What a candidate does differently.</summary>
/// <param name="Everywhere">Relative, on the times of all experiments.</param>
/// <param name="In">Relative, on one metric of the first experiment; for availability the share of requests that it loses.</param>
internal sealed record Change(double Everywhere = 0, Metric? Metric = null, double In = 0)
{
    public static readonly Change None = new();

    public double Factor(Metric metric, int experiment) =>
        1 + Everywhere + (experiment == 0 && metric == Metric ? In : 0);

    /// <summary>Share of requests lost beyond the usual.</summary>
    public double Lost(int experiment) => experiment == 0 && Metric is Measurements.Metric.Availability ? In : 0;
}
