namespace ResilienceGate.Core.Measurements;

/// <summary>What was measured of one experiment.</summary>
public sealed record ExperimentResult
{
    public required string Name { get; init; }

    /// <summary>The kind of fault, as a plan spells it.</summary>
    public required string Fault { get; init; }

    /// <summary>Line of the experiment in the plan, from 1.</summary>
    public required int Line { get; init; }

    /// <summary>The injections that the plan asks for.</summary>
    public required int Planned { get; init; }

    public required IReadOnlyList<Injection> Injections { get; init; }

    /// <summary>Why the experiment could not be carried out as planned; null when it was.</summary>
    public string? Refused { get; init; }

    /// <summary>
    /// What was seen of a target that did not become stable (again), so that no further injection could be made:
    /// <c>2 of 3 replicas were ready for users after 120 s</c>. Null when every injection was made.
    /// </summary>
    public string? Unstable { get; init; }
}
