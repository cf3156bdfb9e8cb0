using ResilienceGate.Faults.ChaosMesh;
using ResilienceGate.Faults.PodFailure;

namespace ResilienceGate.Journals;

/// <summary>One injection, written down before it happens.</summary>
internal sealed record JournalEntry
{
    public required string Experiment { get; init; }

    public required int Number { get; init; }

    public required string Fault { get; init; }

    /// <summary>Pods that are asked to go and come back by themselves; or, with an agent, that the fault is in.</summary>
    public required IReadOnlyList<string> Pods { get; init; }

    /// <summary>Nodes that are cordoned, and must be uncordoned.</summary>
    public required IReadOnlyList<string> Nodes { get; init; }

    /// <summary>The ephemeral container in each of the pods that must be stopped; null when there is none.</summary>
    public string? Agent { get; init; }

    /// <summary>Pods whose images are swapped, and must be given back; null where none are.</summary>
    public IReadOnlyList<SwappedImages>? Swaps { get; init; }

    /// <summary>The Chaos Mesh object that is made, and must be deleted; null when there is none.</summary>
    public ChaosReference? Chaos { get; init; }

    public required DateTimeOffset At { get; init; }

    public required JournalState State { get; init; }

    public bool IsOfSameInjection(JournalEntry other) => (Experiment, Number) == (other.Experiment, other.Number);
}
