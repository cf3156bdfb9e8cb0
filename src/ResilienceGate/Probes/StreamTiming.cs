namespace ResilienceGate.Probes;

/// <summary>When the parts of an answer came.</summary>
/// <param name="FirstToken">From the send to the first part that says something (TTFT).</param>
/// <param name="Total">From the send to the end of the stream.</param>
/// <param name="Gaps">Between parts that say something (inter-token latency); servers put several tokens into one.</param>
/// <param name="Tokens">As the server counts them; null where it does not tell.</param>
internal sealed record StreamTiming(TimeSpan FirstToken, TimeSpan Total, IReadOnlyList<TimeSpan> Gaps, int? Tokens)
{
    /// <summary>TPOT = (total - TTFT) / (tokens - 1), by the server's count, for a part is not a token.</summary>
    public TimeSpan? PerToken => Tokens > 1 ? (Total - FirstToken) / (Tokens.Value - 1) : null;
}
