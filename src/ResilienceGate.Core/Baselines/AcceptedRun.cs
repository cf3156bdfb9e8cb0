using ResilienceGate.Core.Reports;

namespace ResilienceGate.Core.Baselines;

/// <summary>One run that was accepted, reduced to what later runs are compared with.</summary>
public sealed record AcceptedRun
{
    public required string Run { get; init; }

    public required DateTimeOffset At { get; init; }

    public string? Commit { get; init; }

    public string? ModelVersion { get; init; }

    public string? Digest { get; init; }

    /// <summary>Replicas that were desired; compared, never part of the fingerprint.</summary>
    public required int Replicas { get; init; }

    /// <summary>The period at which its recoveries were seen; compared, never part of the fingerprint.</summary>
    public required TimeSpan RecoveryPeriod { get; init; }

    /// <summary>Valid injections by experiment.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<InjectionValues>> Experiments { get; init; }

    /// <summary>What later runs need of this one: its valid injections, and which model it was.</summary>
    public static AcceptedRun From(RunResult result) =>
        new()
        {
            Run = result.Run,
            At = result.Started,
            Commit = result.Commit,
            ModelVersion = result.ModelVersion,
            Digest = result.Digest,
            Replicas = result.Replicas,
            RecoveryPeriod = result.RecoveryPeriod,
            Experiments = InjectionValues.Of(result.Experiments),
        };
}
