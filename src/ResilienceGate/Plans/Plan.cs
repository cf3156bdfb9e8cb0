using ResilienceGate.Core.Consistency;
using ResilienceGate.Core.Experiments;

namespace ResilienceGate.Plans;

/// <summary>A whole, valid plan: what the YAML says, with every default filled in.</summary>
internal sealed record Plan
{
    /// <summary>Path as it was given; relative paths in the plan are relative to its folder.</summary>
    public required string Path { get; init; }

    public required TargetPlan Target { get; init; }

    public required ProbePlan Probe { get; init; }

    /// <summary>Where the answers come from that <see cref="Oracle"/> compares with.</summary>
    public required TruthSource Truth { get; init; }

    public required Oracle Oracle { get; init; }

    public required AgentPlan Agent { get; init; }

    public required Hypothesis SteadyState { get; init; }

    public required IReadOnlyList<Experiment> Experiments { get; init; }

    public required LimitsPlan Limits { get; init; }

    public required BaselinePlan Baseline { get; init; }

    public required GatePlan Gate { get; init; }

    /// <summary>Chooses victims and the order of requests; drawn and printed when the plan gives none.</summary>
    public required int? Seed { get; init; }
}
