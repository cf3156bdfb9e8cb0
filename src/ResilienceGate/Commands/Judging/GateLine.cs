namespace ResilienceGate.Commands.Judging;

/// <summary>One line of a batch: a gate by its numbers.</summary>
internal sealed record GateLine
{
    /// <summary>Handed back with the verdict.</summary>
    public string? Id { get; init; }

    public required IReadOnlyList<RunLine> Baseline { get; init; }

    public IReadOnlyList<RunLine>? Anchor { get; init; }

    public required RunLine Candidate { get; init; }

    public PairsLine? Pairs { get; init; }

    public SettingsLine? Settings { get; init; }
}
