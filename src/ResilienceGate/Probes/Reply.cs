using ResilienceGate.Agents;

namespace ResilienceGate.Probes;

/// <summary>How one call to a server ended.</summary>
/// <param name="Outcome">
/// <see cref="Outcome.Good"/>: answered and well-formed, <paramref name="Value"/> is set. Whether it is right, its caller
/// judges. Anything else is a failure.
/// </param>
/// <param name="Problem">What failed, for a person to read; null when nothing did.</param>
internal readonly record struct Reply<T>(Outcome Outcome, T? Value, string? Problem)
    where T : class;

internal static class Reply
{
    public static Reply<T> Answered<T>(T value)
        where T : class => new(Outcome.Good, value, null);

    public static Reply<T> Failed<T>(Outcome outcome, string problem)
        where T : class => new(outcome, null, problem);
}
