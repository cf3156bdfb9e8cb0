namespace ResilienceGate.Plans;

/// <summary>One mistake in a plan.</summary>
/// <param name="Message">What is wrong and the remedy, in one sentence or two.</param>
internal sealed record PlanError(string File, int Line, int Column, string Message)
{
    public override string ToString() => $"{File}:{Line}:{Column}: {Message}";
}
