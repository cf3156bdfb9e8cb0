namespace ResilienceGate.Core.Bench;

/// <summary>
/// How much equal runs differ, as standard deviations on each metric's scale. Each metric of each experiment draws its own
/// from the ranges, once a gate.
/// </summary>
/// <param name="Run">Between runs: other days, other nodes.</param>
/// <param name="Injection">Between the injections of a run.</param>
/// <param name="BadRuns">Share of runs in which everything is half as slow again, for no reason of the model.</param>
internal sealed record Weather(Range Run, Range Injection, double BadRuns)
{
    public static readonly Weather Noisy = new(new(0.10, 0.12), new(0.12, 0.25), 0.03);

    public static readonly Weather Quiet = new(new(0.04, 0.05), new(0.06, 0.10), 0);
}
