using ResilienceGate.Core.Judgement;

namespace ResilienceGate.Plans;

/// <summary>From verdict to conclusion.</summary>
internal sealed record GatePlan
{
    public required Margins Margins { get; init; }

    /// <summary><see cref="Conclusion.Warning"/> or <see cref="Conclusion.Failure"/>.</summary>
    public required Conclusion OnInconclusive { get; init; }

    /// <summary>Success (record), Warning or Failure.</summary>
    public required Conclusion OnMissingBaseline { get; init; }
}
