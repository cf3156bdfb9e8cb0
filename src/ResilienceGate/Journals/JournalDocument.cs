namespace ResilienceGate.Journals;

/// <summary>What the journal of one run says.</summary>
internal sealed record JournalDocument
{
    public required string Run { get; init; }

    /// <summary><c>namespace/kind/name</c>.</summary>
    public required string Target { get; init; }

    public required string Lease { get; init; }

    /// <summary>Where the probe's Job runs.</summary>
    public required string AgentNamespace { get; init; }

    public required DateTimeOffset Started { get; init; }

    public required IReadOnlyList<JournalEntry> Entries { get; init; }

    /// <summary>Attacks of Gremlin that were begun, and are not known to be over.</summary>
    public IReadOnlyList<string> Attacks { get; init; } = [];

    /// <summary>Set by a rollback: the gate of this run must do nothing any more.</summary>
    public bool Closed { get; init; }

    /// <summary>With this entry in the place of what was said of the same injection, or at the end.</summary>
    public JournalDocument With(JournalEntry entry) =>
        this with
        {
            Entries = Entries.Any(entry.IsOfSameInjection)
                ? [.. Entries.Select(e => entry.IsOfSameInjection(e) ? entry : e)]
                : [.. Entries, entry],
        };
}
