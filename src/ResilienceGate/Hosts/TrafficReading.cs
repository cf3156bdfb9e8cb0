namespace ResilienceGate.Hosts;

/// <summary>The last second or so of traffic, for people who watch.</summary>
/// <param name="Rate">Requests a second.</param>
/// <param name="Availability">Share of requests rightly answered in time, 0 to 1.</param>
/// <param name="P99">Null when nothing was answered.</param>
internal sealed record TrafficReading(double Rate, double Availability, TimeSpan? P99);
