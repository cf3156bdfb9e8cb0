namespace ResilienceGate.Core.Measurements;

/// <summary>One second of the probe's traffic, for a reader who wants to see it; the verdict does not rest on it.</summary>
/// <param name="At">Its start, from the start of the run.</param>
/// <param name="Sent">Requests that were due.</param>
/// <param name="Good">Of these, answered rightly and in time.</param>
/// <param name="Wrong">Of these, answered in time but wrongly.</param>
/// <param name="P50">From the intended send time; null when no request was answered or timed out.</param>
/// <param name="P99">Likewise.</param>
public sealed record TrafficSecond(TimeSpan At, long Sent, long Good, long Wrong, TimeSpan? P50 = null, TimeSpan? P99 = null);
