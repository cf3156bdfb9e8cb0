namespace ResilienceGate.Plans;

/// <summary>The plan is wrong: where, what, and what to do about it.</summary>
internal sealed class PlanException(IReadOnlyList<PlanError> errors)
    : Exception(string.Join(Environment.NewLine, errors))
{
    /// <summary>Everything that is wrong, in the order of the file.</summary>
    public IReadOnlyList<PlanError> Errors { get; } = errors;
}
