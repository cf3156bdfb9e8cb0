using CsCheck;
using ResilienceGate.Core.Baselines;

namespace ResilienceGate.Core.Tests.Baselines;

public sealed class BaselineTests
{
    private static string[] Names(Baseline baseline) => [.. baseline.Runs.Select(run => run.Run)];

    [Fact]
    public void A_run_is_added_at_the_end_and_the_oldest_go()
    {
        var baseline = Some.Baseline(Some.Accepted("1"), Some.Accepted("2"), Some.Accepted("3"));

        Assert.Equal(["1", "2", "3", "4"], Names(baseline.Add(Some.Accepted("4"), keep: 4)));
        Assert.Equal(["3", "4"], Names(baseline.Add(Some.Accepted("4"), keep: 2)));
    }

    [Fact]
    public void A_run_that_is_added_again_does_not_count_twice()
    {
        var baseline = Some.Baseline(Some.Accepted("1"), Some.Accepted("2"));

        Assert.Equal(["2", "1"], Names(baseline.Add(Some.Accepted("1"), keep: 20)));
    }

    [Fact]
    public void A_baseline_never_holds_more_than_it_keeps_and_always_the_newest() =>
        Gen.Select(Gen.Int[1, 9].Array[1, 20], Gen.Int[1, 5])
            .Sample(
                (names, keep) =>
                {
                    var baseline = names.Aggregate(
                        Some.Baseline() with
                        {
                            Runs = [],
                        },
                        (baseline, name) => baseline.Add(Some.Accepted($"{name}"), keep)
                    );

                    var expected = names.Reverse().Distinct().Take(keep).Reverse().Select(name => $"{name}");
                    Assert.Equal(expected, Names(baseline));
                }
            );

    [Fact]
    public void Keeping_nothing_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Some.Baseline().Add(Some.Accepted("1"), keep: 0));

    [Fact]
    public void A_fingerprint_names_each_difference()
    {
        var other = Some.Fingerprint with { Cluster = "77aa", Plan = "sha256:bb" };

        Assert.Equal(
            "cluster 5f0b instead of 77aa, a plan with other traffic or other faults",
            Some.Fingerprint.DifferenceTo(other)
        );
        Assert.Null(Some.Fingerprint.DifferenceTo(Some.Fingerprint with { }));
    }

    [Fact]
    public void The_first_five_runs_become_the_anchor_which_stays_until_it_is_moved()
    {
        var four = Enumerable
            .Range(1, 4)
            .Aggregate(
                Some.Baseline() with
                {
                    Runs = [],
                },
                (baseline, run) => baseline.Add(Some.Accepted($"{run}"), 20)
            );
        var six = four.Add(Some.Accepted("5"), 20).Add(Some.Accepted("6"), 20);

        Assert.Null(four.Anchor);
        Assert.Equal(["1", "2", "3", "4", "5"], six.Anchor?.Runs.Select(run => run.Run));
        Assert.Equal(["2", "3", "4", "5", "6"], six.Anchored().Anchor?.Runs.Select(run => run.Run));
    }
}
