namespace ResilienceGate.Core.Judgement;

/// <summary>A run that ended before its plan did.</summary>
/// <param name="Reason">What ended it, one sentence or more: <c>The probe ended although the run goes on.</c></param>
/// <param name="IsAbort">A limit or an abort condition of the plan was hit; otherwise it was cancelled or ran out of time.</param>
public sealed record EarlyEnd(string Reason, bool IsAbort);
