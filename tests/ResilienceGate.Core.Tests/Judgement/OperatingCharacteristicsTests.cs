using ResilienceGate.Core.Judgement;

namespace ResilienceGate.Core.Tests.Judgement;

/// <summary>How often the screen alone accuses an equal version and finds a worse one, by simulation.</summary>
public sealed class OperatingCharacteristicsTests(ITestOutputHelper output)
{
    private const int Seed = 20250102;

    private const int Injections = 5;

    private double Convicted(Weather weather, int gates, int runs, int experiments, double recovery = 1, double p99 = 1)
    {
        var simulator = new Simulator(Seed, weather);
        var scales = MetricScales.For(new Margins(), weather.Period, rate: 100);
        var convicted = 0;
        for (var gate = 0; gate < gates; gate++)
        {
            var accepted = Enumerable.Range(0, runs).Select(_ => simulator.Run(experiments, Injections)).ToList();
            var candidate = simulator.Run(experiments, Injections, recovery, p99);
            var tests = Screen.Run(accepted, candidate.Experiments, scales);
            if (tests.Any(test => test.Convicts(tests.Count)))
                convicted++;
        }

        var share = (double)convicted / gates;
        output.WriteLine(
            $"seed {Seed}, {weather}, {runs} runs, {experiments} experiments, recovery x {recovery}, p99 x {p99}: {convicted} of {gates} convicted"
        );
        return share;
    }

    public static TheoryData<string, int, int> EqualVersions =>
        new()
        {
            { nameof(Weather.Quiet), 1, 1 },
            { nameof(Weather.Quiet), 10, 4 },
            { nameof(Weather.Noisy), 1, 1 },
            { nameof(Weather.Noisy), 3, 4 },
            { nameof(Weather.Noisy), 10, 4 },
            { nameof(Weather.SmallMachine), 1, 1 },
            { nameof(Weather.SmallMachine), 1, 3 },
            { nameof(Weather.SmallMachine), 2, 1 },
        };

    [Theory]
    [MemberData(nameof(EqualVersions))]
    public void At_most_two_percent_of_equal_versions_are_accused(string weather, int runs, int experiments) =>
        Assert.InRange(Convicted(Weather.Named(weather), 300, runs, experiments), 0, 0.02);

    [Theory]
    [InlineData(1, 1, 3.0)]
    [InlineData(10, 4, 2.0)]
    [InlineData(10, 4, 1.5)]
    public void In_quiet_weather_a_slower_recovery_is_found(int runs, int experiments, double factor) =>
        Assert.InRange(Convicted(Weather.Quiet, 200, runs, experiments, recovery: factor), 0.98, 1);

    [Fact]
    public void On_a_small_machine_a_tail_latency_that_doubled_is_not_convicted_after_one_run() =>
        Assert.InRange(Convicted(Weather.SmallMachine, 300, runs: 1, experiments: 1, p99: 2), 0, 0.02);

    [Fact]
    public void In_noisy_weather_the_screen_alone_finds_most_of_what_takes_three_times_as_long() =>
        Assert.InRange(Convicted(Weather.Noisy, 200, runs: 10, experiments: 1, recovery: 3), 0.8, 1);

    /// <summary>Polling readiness once a second adds up to a second to each recovery, and much to its noise.</summary>
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(2, 3)]
    public void Where_readiness_is_polled_once_a_second_a_recovery_of_thrice_the_time_is_found(
        int runs,
        int experiments
    ) =>
        Assert.InRange(
            Convicted(
                Weather.SmallMachine with
                {
                    RunRecovery = 0.06,
                    InjectionRecovery = 0.1,
                    BadRuns = 0,
                },
                200,
                runs,
                experiments,
                recovery: 3
            ),
            0.85,
            1
        );
}
