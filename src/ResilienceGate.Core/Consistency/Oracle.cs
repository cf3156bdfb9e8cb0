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

    /// <summary>
    /// Every label, a text, is the truth's; so is the place of the greatest number, the class, and no number differs from the
    /// truth's by more than Tolerance. For answers to one input.
    /// </summary>
    /// <param name="Tolerance">The greatest |p - p0| of a probability, 0 to 1.</param>
    public sealed record Classification(double Tolerance) : Oracle;

    /// <summary>1 - cos(y, y0) of every output of numbers is at most Distance. For answers to one input.</summary>
    public sealed record Embedding(double Distance) : Oracle;

    /// <summary>
    /// Every text begins as the truth's does: what they agree on is at least Prefix of the longer one. White space of any
    /// length and kind is one space, and none at the ends.
    /// </summary>
    /// <param name="Prefix">0 to 1; 1 is equality.</param>
    public sealed record Text(double Prefix) : Oracle;
}
