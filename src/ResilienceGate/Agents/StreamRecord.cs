namespace ResilienceGate.Agents;

/// <summary>
/// Times of the answers of one second that came in pieces, in microseconds: HdrHistogram V2, compressed, base64.
/// </summary>
/// <param name="FirstToken">One an answer, from its intended send time.</param>
/// <param name="PerToken">One an answer whose tokens the server counts.</param>
/// <param name="Gaps">Between the pieces of all answers.</param>
internal sealed record StreamRecord(string FirstToken, string PerToken, string Gaps);
