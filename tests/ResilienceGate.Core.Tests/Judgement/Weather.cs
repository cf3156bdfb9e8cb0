namespace ResilienceGate.Core.Tests.Judgement;

/// <summary>How much equal runs, and equal injections within a run, differ; standard deviations on the log scale.</summary>
/// <param name="RunOutage">Seconds by which the mean outage of a run varies.</param>
/// <param name="BadRuns">Share of runs that are slower by half for no reason of the model.</param>
/// <param name="Period">The readiness probe's period: recoveries are seen in such steps.</param>
internal sealed record Weather(
    double RunRecovery,
    double InjectionRecovery,
    double RunP99,
    double InjectionP99,
    double RunOutage,
    double InjectionOutage,
    double BadRuns,
    TimeSpan Period
)
{
    public static readonly Weather Quiet = new(0.03, 0.04, 0.04, 0.05, 0.03, 0.05, 0, TimeSpan.FromSeconds(0.1));

    public static readonly Weather Noisy = new(0.12, 0.25, 0.12, 0.25, 0.1, 0.2, 0.03, TimeSpan.FromSeconds(0.1));

    /// <summary>Two cores shared with everything else: the tail of the latency is anything within a factor of three.</summary>
    public static readonly Weather SmallMachine = new(0.15, 0.2, 0.5, 0.5, 0.2, 0.3, 0.05, TimeSpan.FromSeconds(1));

    public static Weather Named(string name) =>
        name switch
        {
            nameof(Quiet) => Quiet,
            nameof(Noisy) => Noisy,
            nameof(SmallMachine) => SmallMachine,
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, "No such weather."),
        };
}
