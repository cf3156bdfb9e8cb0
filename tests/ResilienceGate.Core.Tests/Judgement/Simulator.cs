using ResilienceGate.Core.Baselines;

namespace ResilienceGate.Core.Tests.Judgement;

/// <summary>
/// Runs of equal versions under some weather: what a run shares (its nodes, its day) and what each injection adds, with
/// the heavy tails of Student's t with four degrees of freedom.
/// </summary>
internal sealed class Simulator(int seed, Weather weather)
{
    private const double TypicalRecovery = 2.5;
    private const double TypicalP99 = 0.05;
    private const double TypicalOutage = 0.2;
    private const double Window = 15;

    private readonly Random random = new(seed);

    /// <param name="recovery">Factor on the recovery time of the first experiment.</param>
    /// <param name="p99">Factor on the p99 of the first experiment.</param>
    public AcceptedRun Run(int experiments, int injections, double recovery = 1, double p99 = 1)
    {
        var bad = random.NextDouble() < weather.BadRuns ? 1.5 : 1;
        var shared = (
            Recovery: bad * Math.Exp(weather.RunRecovery * Normal()),
            P99: bad * Math.Exp(weather.RunP99 * Normal()),
            Outage: weather.RunOutage * Normal()
        );

        return new AcceptedRun
        {
            Run = "simulated",
            At = DateTimeOffset.UnixEpoch,
            Replicas = 3,
            RecoveryPeriod = weather.Period,
            Experiments = Enumerable
                .Range(0, experiments)
                .ToDictionary(
                    experiment => $"experiment {experiment}",
                    experiment =>
                        (IReadOnlyList<InjectionValues>)
                            [
                                .. Enumerable
                                    .Range(0, injections)
                                    .Select(_ =>
                                        Inject(
                                            shared.Recovery * (experiment == 0 ? recovery : 1),
                                            shared.P99 * (experiment == 0 ? p99 : 1),
                                            shared.Outage
                                        )
                                    ),
                            ]
                ),
        };
    }

    private InjectionValues Inject(double recovery, double p99, double outage)
    {
        var recovered = TypicalRecovery * recovery * Math.Exp(weather.InjectionRecovery * HeavyTailed());
        var period = weather.Period.TotalSeconds;
        var bad = Math.Max(0, TypicalOutage + outage + (weather.InjectionOutage * HeavyTailed()));
        return new InjectionValues
        {
            RecoveryTime = Math.Ceiling(recovered / period) * period,
            Watched = 60,
            Outage = Math.Round(bad, 1),
            P99 = TypicalP99 * p99 * Math.Exp(weather.InjectionP99 * HeavyTailed()),
            Unavailability = Math.Min(1, bad / Window),
            Phases = new Dictionary<Core.Measurements.Phase, double>(),
        };
    }

    private double Normal() =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    /// <summary>Student's t with four degrees of freedom, scaled to a variance of 1.</summary>
    private double HeavyTailed()
    {
        var square = Enumerable.Range(0, 4).Sum(_ => Math.Pow(Normal(), 2));
        return Normal() / Math.Sqrt(square / 4) / Math.Sqrt(2);
    }
}
