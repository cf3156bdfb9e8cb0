namespace ResilienceGate.Core.Judgement;

/// <summary>
/// A metric of the candidate against the accepted runs, in the metric's own unit (seconds, or a share). Changes are
/// relative for recovery time and p99 (0.5 is 50 % more) and differences for outage (seconds: near zero a ratio says
/// nothing) and availability (share of requests).
/// </summary>
public sealed record Comparison
{
    /// <summary>Typical value of the accepted runs.</summary>
    public required double Baseline { get; init; }

    public required double Candidate { get; init; }

    public required double Change { get; init; }

    /// <summary>Lower bound of the 95 % confidence interval of <see cref="Change"/>.</summary>
    public required double ChangeLow { get; init; }

    public required double ChangeHigh { get; init; }

    /// <summary>The change that is allowed: the plan's margin, or what can be seen at all where that is more.</summary>
    public required double Margin { get; init; }

    /// <summary>One-sided p of "worse by no more than the margin".</summary>
    public required double PValue { get; init; }

    /// <summary>The smallest true change that a run like this one convicts with a probability of 90 %.</summary>
    public required double Detectable { get; init; }

    /// <summary>Accepted runs it was compared with.</summary>
    public required int Runs { get; init; }

    /// <summary>Valid injections of the candidate.</summary>
    public required int Injections { get; init; }

    /// <summary>Pairs of the duet that it rests on; null for a comparison with stored runs.</summary>
    public int? Pairs { get; init; }
}
