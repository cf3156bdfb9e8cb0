using ResilienceGate.Core.Baselines;
using ResilienceGate.Core.Measurements;

namespace ResilienceGate.Core.Judgement.Duets;

/// <summary>One injection into each arm of a duet, at about the same time and in random order.</summary>
/// <param name="Experiment">The experiment whose fault it was.</param>
/// <param name="Accepted">The arm that runs the accepted version; null when its injection does not count.</param>
/// <param name="Candidate">The arm that runs the candidate; null when its injection does not count.</param>
public sealed record InjectionPair(string Experiment, InjectionValues? Accepted, InjectionValues? Candidate)
{
    public static InjectionPair Of(string experiment, Injection accepted, Injection candidate) =>
        new(experiment, Values(accepted), Values(candidate));

    private static InjectionValues? Values(Injection injection) =>
        InjectionValues.Counts(injection) ? InjectionValues.Of(injection) : null;
}
