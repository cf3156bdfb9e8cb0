namespace ResilienceGate.Commands.Judging;

/// <summary>The pairs of a duet: the n-th injections of an experiment in both arms are a pair.</summary>
internal sealed record PairsLine
{
    public required RunLine Accepted { get; init; }

    public required RunLine Candidate { get; init; }
}
