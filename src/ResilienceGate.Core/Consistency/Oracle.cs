namespace ResilienceGate.Core.Consistency;

/// <summary>What says that a prediction is right. A closed set.</summary>
public abstract record Oracle
{
    private Oracle() { }

    /// <summary>Every output equal, bit for bit.</summary>
    public sealed record Exact : Oracle;

    /// <summary>|y - y0| at most AbsoluteTolerance + RelativeTolerance * |y0|, for every number.</summary>
    public sealed record Numeric(double RelativeTolerance, double AbsoluteTolerance) : Oracle;

    /// <summary>The first integer or text output is a ranking; overlap@Top with the truth is at least Overlap.</summary>
    /// <param name="Top">How many ranks count.</param>
    /// <param name="Overlap">The least share of the truth's first Top items that must be among the answer's, 0 to 1.</param>
    public sealed record Ranking(int Top, double Overlap) : Oracle;
}
