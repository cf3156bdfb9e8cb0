namespace ResilienceGate.Core.Baselines;

/// <summary>What the accepted versions did, newest last.</summary>
public sealed record Baseline
{
    public const string CurrentFormat = "resilience-gate.io/baseline/v1";

    /// <summary>Names the format and its version, so that a foreign file is told from an old one.</summary>
    public required string Format { get; init; }

    /// <summary><c>namespace/kind/name</c> of the target.</summary>
    public required string Target { get; init; }

    public required Fingerprint Fingerprint { get; init; }

    public required IReadOnlyList<AcceptedRun> Runs { get; init; }

    /// <summary>Whether it may be compared with what was measured of <paramref name="target"/> under <paramref name="present"/>.</summary>
    public bool IsOf(string target, Fingerprint present) =>
        string.Equals(Target, target, StringComparison.Ordinal) && Fingerprint == present;

    /// <summary>This baseline with one more run at its end; a run that is in it already is replaced, not counted twice.</summary>
    /// <param name="keep">How many runs are kept, at least one; the oldest go first.</param>
    public Baseline Add(AcceptedRun run, int keep)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(keep, 1);
        var others = Runs.Where(other => !string.Equals(other.Run, run.Run, StringComparison.Ordinal));
        return this with { Runs = [.. others.Append(run).TakeLast(keep)] };
    }
}
