using ResilienceGate.Core.Baselines;
using ResilienceGate.Core.Judgement;
using ResilienceGate.Core.Measurements;

namespace ResilienceGate.Core.Tests.Judgement;

public sealed class ScreenTests
{
    private static readonly IReadOnlyList<MetricScale> Scales = MetricScales.For(
        new Margins(),
        TimeSpan.FromSeconds(0.1),
        rate: 100
    );

    private static AcceptedRun Run(params (string Experiment, double[] Recoveries)[] experiments) =>
        Some.Accepted(
            "run",
            [
                .. experiments.Select(experiment =>
                    Some.Experiment(
                        [.. experiment.Recoveries.Select((seconds, i) => Some.Injection(i + 1, seconds))],
                        experiment.Experiment
                    )
                ),
            ]
        );

    private static readonly AcceptedRun[] SixRuns =
    [
        Run(("a", [2.0, 2.2, 2.4]), ("b", [5.0, 5.5, 6.1])),
        Run(("a", [2.1, 2.5, 2.3]), ("b", [4.8, 5.2, 5.0])),
        Run(("a", [2.6, 2.2, 2.9]), ("b", [6.3, 5.9, 6.0])),
        Run(("a", [1.9, 2.0, 2.2]), ("b", [5.1, 5.6, 5.4])),
        Run(("a", [2.4, 2.5, 2.1]), ("b", [5.7, 5.0, 5.2])),
        Run(("a", [2.2, 2.8, 2.3]), ("b", [4.9, 5.8, 5.3])),
    ];

    private static ScreenTest Recovery(
        IReadOnlyList<AcceptedRun> accepted,
        AcceptedRun candidate,
        string? experiment
    ) =>
        Screen
            .Run(accepted, candidate.Experiments, Scales)
            .Single(test => test.Metric is Metric.RecoveryTime && test.Experiment == experiment);

    /// <summary>Worked out by another program from the formulas, with t by numerical integration.</summary>
    [Theory]
    [InlineData("a", 0.376019, 0.084719, 9, 0.000814, 0.004693)]
    [InlineData("b", 0.029365, 0.073921, 9, 0.5, 0.805118)]
    [InlineData(null, 0.202692, 0.067007, 5, 0.014625, null)]
    public void The_numbers_are_those_of_the_formulas(
        string? experiment,
        double difference,
        double error,
        double freedom,
        double p,
        double? marginP
    )
    {
        var test = Recovery(SixRuns, Run(("a", [3.1, 3.6, 3.3]), ("b", [5.6, 5.2, 5.9])), experiment);

        Assert.Equal(difference, test.Difference, 1e-6);
        Assert.Equal(error, test.StandardError, 1e-6);
        Assert.Equal(freedom, test.Freedom);
        Assert.Equal(p, test.PValue, 1e-6);
        if (marginP is { } expected)
            Assert.Equal(expected, test.MarginPValue, 1e-6);
    }

    [Fact]
    public void An_outage_that_did_not_end_ranks_with_the_longest_of_its_run()
    {
        var injections = InjectionValues.Of([
            Some.Experiment([
                Some.Injection(1, outage: 0.1) with
                {
                    OutageCensored = true,
                },
                Some.Injection(2, outage: 4),
                Some.Injection(3, outage: 0.2),
            ]),
        ])[Some.Kill];

        Assert.Equal([4, 4, 0.2], Scales.Single(scale => scale.Metric is Metric.Outage).ValuesOf(injections));
    }

    [Theory]
    [InlineData(100, 0.3)]
    [InlineData(1, 3)]
    public void What_an_outage_can_tell_depends_on_how_often_users_ask(double rate, double floor) =>
        Assert.Equal(
            floor,
            MetricScales
                .For(new Margins(), TimeSpan.FromSeconds(1), rate)
                .Single(scale => scale.Metric is Metric.Outage)
                .Floor,
            tolerance: 1e-9
        );

    [Fact]
    public void Four_metrics_of_each_experiment_and_their_means_are_tested()
    {
        var tests = Screen.Run(SixRuns, SixRuns[0].Experiments, Scales);

        Assert.Equal(12, tests.Count);
        Assert.Equal(4, tests.Count(test => test.Experiment is null));
    }

    [Fact]
    public void A_single_accepted_run_is_compared_under_the_prior_and_has_no_mean_over_experiments()
    {
        var tests = Screen.Run(SixRuns[..1], SixRuns[1].Experiments, Scales);

        Assert.Equal(8, tests.Count);
        Assert.All(tests, test => Assert.True(test.StandardError >= test.Scale.PriorDeviation * Math.Sqrt(2)));
    }

    [Fact]
    public void Accepted_runs_far_from_the_others_are_left_out_but_never_more_than_a_fifth()
    {
        var wild = Run(("a", [20, 22, 24]), ("b", [50, 55, 61]));

        Assert.Equal(6, Recovery([.. SixRuns, wild], SixRuns[0], "a").Sample.Runs.Count);
        Assert.Equal(7, Recovery([.. SixRuns, wild, wild], SixRuns[0], "a").Sample.Runs.Count);
        Assert.Equal(4, Recovery([.. SixRuns[..3], wild], SixRuns[0], "a").Sample.Runs.Count);
    }

    [Fact]
    public void A_recovery_that_never_came_ranks_behind_all_that_came()
    {
        InjectionValues[] run =
        [
            Values(recovery: 61, watched: 60),
            Values(recovery: null, watched: 60),
            Values(recovery: 3, watched: 60),
        ];

        Assert.Equal([61, 61, 3], Scales.Single(scale => scale.Metric is Metric.RecoveryTime).ValuesOf(run));
    }

    [Fact]
    public void Time_may_be_counted_in_any_unit()
    {
        var slow = Run(("a", [3.1, 3.6, 3.3]));
        var (seconds, minutes) = (Screen.Run([Only(1)], slow.Experiments, Scales), Scaled(60));

        Assert.Equal(seconds[0].Difference, minutes.Difference, 1e-9);
        Assert.Equal(seconds[0].MarginPValue, minutes.MarginPValue, 1e-9);

        ScreenTest Scaled(double unit) =>
            Screen
                .Run(
                    [Only(unit)],
                    Run(("a", [3.1 * unit, 3.6 * unit, 3.3 * unit])).Experiments,
                    MetricScales.For(new Margins(), TimeSpan.FromSeconds(0.1 * unit), rate: 100)
                )
                .First(test => test.Metric is Metric.RecoveryTime);

        AcceptedRun Only(double unit) => Run(("a", [2.0 * unit, 2.2 * unit, 2.4 * unit]));
    }

    [Theory]
    [InlineData(Metric.Outage, 0.0, 0.2)]
    [InlineData(Metric.P99, 0.002, 0.0028)]
    [InlineData(Metric.Availability, 0.0, 0.0015)]
    [InlineData(Metric.RecoveryTime, 0.5, 0.59)]
    public void A_movement_too_small_to_be_seen_is_allowed_however_regular_it_is(Metric metric, double from, double to)
    {
        var accepted = Enumerable.Repeat(Uniform(from), 10).ToList();

        var test = Screen
            .Run(accepted, Uniform(to).Experiments, Scales)
            .Single(test => test.Metric == metric && test.Experiment is not null);

        Assert.False(test.IsSuspect);
        Assert.True(test.StandardError > 0, "Values come in steps: no baseline is without noise.");

        AcceptedRun Uniform(double value) =>
            Some.Accepted("run") with
            {
                Experiments = new Dictionary<string, IReadOnlyList<InjectionValues>>
                {
                    ["a"] = [.. Enumerable.Repeat(Same(metric, value), 5)],
                },
            };
    }

    private static InjectionValues Same(Metric metric, double value) =>
        Values(2, 60) with
        {
            RecoveryTime = metric is Metric.RecoveryTime ? value : 2,
            Outage = metric is Metric.Outage ? value : 0,
            P99 = metric is Metric.P99 ? value : 0.02,
            Unavailability = metric is Metric.Availability ? value : 0,
        };

    private static InjectionValues Values(double? recovery, double watched) =>
        new()
        {
            RecoveryTime = recovery,
            Watched = watched,
            Outage = 0,
            P99 = 0.02,
            Unavailability = 0,
            Phases = new Dictionary<Phase, double>(),
        };
}
