namespace ResilienceGate.Core.Judgement;

/// <summary>A run that ended before its plan did.</summary>
/// <param name="Reason">What ended it, as it reads after "because": <c>availability was below 50 % for 30 s</c>.</param>
/// <param name="IsAbort">A limit or an abort condition of the plan was hit; otherwise it was cancelled or ran out of time.</param>
public sealed record EarlyEnd(string Reason, bool IsAbort);
