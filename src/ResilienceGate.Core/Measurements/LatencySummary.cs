namespace ResilienceGate.Core.Measurements;

/// <summary>Latency quantiles from the intended send time of the requests that were answered.</summary>
public sealed record LatencySummary(TimeSpan P50, TimeSpan P95, TimeSpan P99, TimeSpan Max);
