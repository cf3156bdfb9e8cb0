namespace ResilienceGate.Core.Measurements;

/// <summary>How answers came that come in pieces; of complete answers alone.</summary>
/// <param name="FirstToken">From the intended send time to the first piece (TTFT).</param>
/// <param name="PerToken">Time per output token (TPOT); null where the server counts none.</param>
/// <param name="Gap">Between pieces (inter-token latency); its maximum is the longest stall. Null where all had one piece.</param>
public sealed record StreamSummary(
    LatencySummary FirstToken,
    LatencySummary? PerToken = null,
    LatencySummary? Gap = null
);
