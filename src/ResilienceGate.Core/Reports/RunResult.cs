using ResilienceGate.Core.Consistency;
using ResilienceGate.Core.Judgement;
using ResilienceGate.Core.Measurements;

namespace ResilienceGate.Core.Reports;

/// <summary>Everything that one run measured and concluded; the JSON report is this record.</summary>
public sealed record RunResult
{
    public const string CurrentFormat = "resilience-gate.io/result/v1";

    public required string Format { get; init; }

    /// <summary>Identity of the run.</summary>
    public required string Run { get; init; }

    public required DateTimeOffset Started { get; init; }

    public required TimeSpan Took { get; init; }

    /// <summary>Path of the plan as it was given.</summary>
    public required string Plan { get; init; }

    /// <summary><c>namespace/kind/name</c> of the target.</summary>
    public required string Target { get; init; }

    public required int Replicas { get; init; }

    /// <summary>The period at which a recovery is seen: that of the target's readiness probe.</summary>
    public required TimeSpan RecoveryPeriod { get; init; }

    public string? Commit { get; init; }

    /// <summary>The version that was rolled out; null when neither the pipeline nor the model names one.</summary>
    public string? ModelVersion { get; init; }

    /// <summary>State digest of the model; null when the server publishes none.</summary>
    public string? Digest { get; init; }

    /// <summary>The seed that chose the victims and the order of the requests.</summary>
    public required int Seed { get; init; }

    public required RunEnvironment Environment { get; init; }

    /// <summary>Null when the run ended before the steady state was measured.</summary>
    public SteadyState? SteadyState { get; init; }

    /// <summary>Measured once more after the last fault; null when the run ended before.</summary>
    public SteadyState? SteadyStateAfter { get; init; }

    public required IReadOnlyList<ExperimentResult> Experiments { get; init; }

    public required IReadOnlyList<Census> Censuses { get; init; }

    /// <summary>The probe's traffic, second by second; empty without a probe.</summary>
    public IReadOnlyList<TrafficSecond> Timeline { get; init; } = [];

    /// <summary>Whether the probe kept up its traffic; null when there was none.</summary>
    public Load? Load { get; init; }

    /// <summary>The oracle's self-test; null when the run ended before it.</summary>
    public OraclePower? OraclePower { get; init; }

    public required Verdict Verdict { get; init; }

    public required Conclusion Conclusion { get; init; }

    public required IReadOnlyList<Finding> Findings { get; init; }

    /// <summary>Accepted runs that this one was compared with; 0 without a baseline.</summary>
    public required int BaselineRuns { get; init; }

    /// <summary>What happened to the baseline: recorded, promoted, left alone and why.</summary>
    public required string BaselineAction { get; init; }

    /// <summary>The run was to join the baseline, and could not: later runs are compared with less than they should be.</summary>
    public bool BaselineFailed { get; init; }

    /// <summary>Share of the users' requests answered rightly and in time while things were broken, 0 to 100; null when nothing was.</summary>
    public double? Score { get; init; }

    public required CleanUp CleanUp { get; init; }

    /// <summary>Why the run ended before its plan did: cancelled, aborted; null when it was completed.</summary>
    public string? EndedEarly { get; init; }
}
