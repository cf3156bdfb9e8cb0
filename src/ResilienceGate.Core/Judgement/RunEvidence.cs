using ResilienceGate.Core.Baselines;
using ResilienceGate.Core.Consistency;
using ResilienceGate.Core.Measurements;

namespace ResilienceGate.Core.Judgement;

/// <summary>Everything of a run that its verdict depends on.</summary>
public sealed record RunEvidence
{
    /// <summary><c>namespace/kind/name</c>.</summary>
    public required string Target { get; init; }

    public required Fingerprint Fingerprint { get; init; }

    /// <summary>Null when the run ended before it was measured.</summary>
    public required SteadyState? SteadyState { get; init; }

    /// <summary>Measured once more after the last fault; null when the run ended before.</summary>
    public required SteadyState? SteadyStateAfter { get; init; }

    public required IReadOnlyList<ExperimentResult> Experiments { get; init; }

    /// <summary>The first is the steady state's.</summary>
    public required IReadOnlyList<Census> Censuses { get; init; }

    public required Oracle Oracle { get; init; }

    /// <summary>Right answers by request id.</summary>
    public required IReadOnlyDictionary<string, Prediction> Truth { get; init; }

    /// <summary>The oracle's self-test; null when the run ended before it.</summary>
    public required OraclePower? OraclePower { get; init; }

    /// <summary>All traffic from the steady state on; null when there was none.</summary>
    public required Load? Load { get; init; }

    /// <summary>Null when the plan was carried out to its end.</summary>
    public required EarlyEnd? EndedEarly { get; init; }

    /// <summary>Requests a second.</summary>
    public required double Rate { get; init; }

    /// <summary>The period at which a recovery is seen: that of the target's readiness probe.</summary>
    public required TimeSpan RecoveryPeriod { get; init; }
}
