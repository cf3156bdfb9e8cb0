using ResilienceGate.Core.Baselines;
using ResilienceGate.Core.Judgement.Duets;

namespace ResilienceGate.Core.Judgement.Cases;

/// <summary>A gate by its numbers alone, wherever they come from.</summary>
public sealed record MeasuredCase
{
    /// <summary>May be empty.</summary>
    public required IReadOnlyList<AcceptedRun> Accepted { get; init; }

    /// <summary>The runs of the anchored release; may be empty.</summary>
    public IReadOnlyList<AcceptedRun> Anchor { get; init; } = [];

    public required IReadOnlyDictionary<string, MeasuredExperiment> Candidate { get; init; }

    public required Yardstick Yardstick { get; init; }

    /// <summary>Whether suspects may wait for a duet; otherwise the screen convicts by itself.</summary>
    public required bool AllowsDuet { get; init; }

    /// <summary>The pairs of a duet against the version that was accepted last, in their order; null when none was held.</summary>
    public IReadOnlyList<InjectionPair>? Pairs { get; init; }
}
