using ResilienceGate.Core.Judgement;
using ResilienceGate.Core.Measurements;
using ResilienceGate.Core.Reports;

namespace ResilienceGate.Tests.Reports;

public sealed class ExperimentSummaryTests
{
    [Fact]
    public void The_phases_add_up_to_the_mean_recovery()
    {
        var summary = ExperimentSummary.Of(SampleRuns.Pass, SampleRuns.Pass.Experiments[1]);

        Assert.Equal(
            summary.Recovery.MeanTimeToRecovery,
            summary.Phases.Aggregate(TimeSpan.Zero, (sum, p) => sum + p.Took)
        );
        Assert.Equal(1, summary.Recovery.NeverRecovered);
    }

    [Fact]
    public void Injections_that_do_not_count_are_in_no_number()
    {
        var experiment = SampleRuns.Pass.Experiments[0];
        var summary = ExperimentSummary.Of(
            SampleRuns.WithoutBaseline,
            experiment with
            {
                Injections =
                [
                    experiment.Injections[0],
                    experiment.Injections[1] with
                    {
                        Void = "no proof",
                        RecoveryTime = TimeSpan.FromHours(1),
                        Wrong = 7,
                    },
                ],
            }
        );

        Assert.Equal((1, 0L), (summary.Valid, summary.Wrong));
        Assert.Equal(experiment.Injections[0].RecoveryTime, summary.LongestRecovery);
        Assert.Equal(4.1, summary.Typical[Metric.RecoveryTime], tolerance: 1e-9);
    }

    [Fact]
    public void What_was_compared_and_what_is_shown_of_an_experiment_is_one_number()
    {
        var result = SampleRuns.Pass with
        {
            Findings = [.. SampleRuns.Pass.Findings.Select(f => f with { Evidence = Shifted(f.Evidence) })],
        };
        var (compared, other) = (result.Experiments[0], result.Experiments[1]);

        Assert.Equal(5.1, ExperimentSummary.Of(result, compared).Typical[Metric.RecoveryTime], tolerance: 1e-9);
        Assert.Equal(
            Math.Sqrt(0.007 * 0.009),
            ExperimentSummary.Of(result, compared).Typical[Metric.P99],
            tolerance: 1e-9
        );
        Assert.Equal(0.998, ExperimentSummary.Of(result, other).Typical[Metric.Availability], tolerance: 1e-9);

        static Comparison? Shifted(Comparison? evidence) =>
            evidence is null ? null : evidence with { Candidate = evidence.Candidate + 1 };
    }
}
