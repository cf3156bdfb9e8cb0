using System.Collections.Concurrent;
using MathNet.Numerics.Distributions;

namespace ResilienceGate.Core.Judgement;

/// <summary>
/// Quantiles of Student's t. Finding one takes a search, and a gate asks for the same few again and again: for each metric
/// of each experiment, with the degrees of freedom of one baseline and the levels of one number of hypotheses.
/// </summary>
internal static class StudentQuantile
{
    private static readonly ConcurrentDictionary<(double Freedom, double Probability), double> Known = new();

    public static double Of(double freedom, double probability) =>
        Known.GetOrAdd((freedom, probability), key => StudentT.InvCDF(0, 1, key.Freedom, key.Probability));
}
