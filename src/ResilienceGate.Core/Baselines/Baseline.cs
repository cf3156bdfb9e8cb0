namespace ResilienceGate.Core.Baselines;

/// <summary>What the accepted versions did, newest last.</summary>
public sealed record Baseline
{
    public const string CurrentFormat = "resilience-gate.io/baseline/v2";

    /// <summary>The same without an anchor.</summary>
    public const string FirstFormat = "resilience-gate.io/baseline/v1";

    /// <summary>So many accepted runs show what is usual: fewer are not judged by alone, and not anchored.</summary>
    public const int EnoughRuns = 5;

    /// <summary>Names the format and its version, so that a foreign file is told from an old one.</summary>
    public required string Format { get; init; }

    /// <summary><c>namespace/kind/name</c> of the target.</summary>
    public required string Target { get; init; }

    public required Fingerprint Fingerprint { get; init; }

    public required IReadOnlyList<AcceptedRun> Runs { get; init; }

    /// <summary>Null as long as there is no release to hold on to.</summary>
    public Anchor? Anchor { get; init; }

    /// <summary>Whether it may be compared with what was measured of <paramref name="target"/> under <paramref name="present"/>.</summary>
    public bool IsOf(string target, Fingerprint present) =>
        string.Equals(Target, target, StringComparison.Ordinal) && Fingerprint == present;

    /// <summary>Drops the anchor on what is accepted now: a person says that the creep so far is as it should be.</summary>
    public Baseline Anchored() => this with { Anchor = new Anchor { Runs = [.. Runs.TakeLast(EnoughRuns)] } };

    /// <summary>
    /// This baseline with one more run at its end; a run that is in it already is replaced, not counted twice. The first
    /// runs that are enough become the anchor.
    /// </summary>
    /// <param name="keep">How many runs are kept, at least one; the oldest go first.</param>
    public Baseline Add(AcceptedRun run, int keep)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(keep, 1);
        var others = Runs.Where(other => !string.Equals(other.Run, run.Run, StringComparison.Ordinal));
        var added = this with { Runs = [.. others.Append(run).TakeLast(keep)] };
        return added is { Anchor: null, Runs.Count: >= EnoughRuns } ? added.Anchored() : added;
    }
}
