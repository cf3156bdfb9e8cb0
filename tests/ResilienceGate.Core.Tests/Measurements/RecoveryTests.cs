using CsCheck;
using ResilienceGate.Core.Measurements;

namespace ResilienceGate.Core.Tests.Measurements;

public sealed class RecoveryTests
{
    private static readonly DateTimeOffset Fault = Some.Noon;

    private static DateTimeOffset At(double seconds) => Fault.AddSeconds(seconds);

    private static readonly RecoveryTimes Ordinary = new()
    {
        Fault = Fault,
        VictimMarked = At(0.1),
        Created = At(0.2),
        Scheduled = At(0.3),
        ReadyToStartContainers = At(0.5),
        Initialized = At(0.6),
        Running = At(1),
        Ready = At(2.5),
        InEndpoints = At(2.6),
        FirstRightAnswer = At(2.7),
    };

    private static double[] Seconds(RecoveryTimes times)
    {
        var recovery = Assert.IsType<Recovery>(Recovery.Of(times));
        return [.. recovery.Phases.Select(phase => Math.Round(phase.Took.TotalSeconds, 3))];
    }

    [Fact]
    public void Each_phase_reaches_from_one_step_to_the_next() =>
        Assert.Equal([0.1, 0.1, 0.1, 0.2, 0.1, 0.4, 1.5, 0.1, 0.1], Seconds(Ordinary));

    [Fact]
    public void An_event_that_arrives_late_is_moved_back_to_the_step_after_it() =>
        Assert.Equal([0.1, 0.1, 0.1, 0.2, 0.1, 1.9, 0, 0.1, 0.1], Seconds(Ordinary with { Running = At(2.55) }));

    [Fact]
    public void A_step_that_was_never_seen_leaves_its_time_to_the_next_phase() =>
        Assert.Equal(
            [0.1, 0.1, 0.1, 0, 0, 0.7, 1.5, 0.1, 0.1],
            Seconds(Ordinary with { ReadyToStartContainers = null, Initialized = null })
        );

    [Fact]
    public void What_happened_before_the_fault_takes_no_time() =>
        Assert.Equal(
            [0, 0, 0, 0, 0, 1, 1.5, 0.1, 0.1],
            Seconds(
                Ordinary with
                {
                    Created = At(-9),
                    Scheduled = At(-8),
                    ReadyToStartContainers = At(-7),
                    Initialized = At(-1),
                }
            )
        );

    [Fact]
    public void A_replica_may_answer_before_it_is_in_the_endpoints()
    {
        var recovery = Recovery.Of(Ordinary with { FirstRightAnswer = At(2) });

        Assert.Equal(TimeSpan.FromSeconds(2.6), recovery?.Time);
        Assert.Equal(TimeSpan.Zero, recovery?.Phases[^1].Took);
    }

    [Fact]
    public void The_latest_of_several_replacements_decides()
    {
        var slow = Ordinary with { Ready = At(6), InEndpoints = At(6.1), FirstRightAnswer = At(6.2) };

        var recovery = Recovery.OfLatest([Ordinary, slow, Ordinary]);

        Assert.Equal(TimeSpan.FromSeconds(6.2), recovery?.Time);
        Assert.Equal(TimeSpan.FromSeconds(5), recovery?.Phases.Single(phase => phase.Phase is Phase.Load).Took);
    }

    [Fact]
    public void One_replacement_that_did_not_recover_is_no_recovery()
    {
        Assert.Null(Recovery.OfLatest([Ordinary, Ordinary with { FirstRightAnswer = null }]));
        Assert.Null(Recovery.OfLatest([Ordinary with { InEndpoints = null }]));
        Assert.Null(Recovery.OfLatest([]));
    }

    [Fact]
    public void Phases_are_in_order_never_negative_and_add_up_to_the_recovery_time_exactly()
    {
        var mark = Gen.Long[-50_000_000, 100_000_000].Select(ticks => Fault.AddTicks(ticks));
        var step = Gen.Nullable(mark);
        Gen.Select(step.Array[7], mark, mark)
            .Select(
                (steps, endpoints, answer) =>
                    new RecoveryTimes
                    {
                        Fault = Fault,
                        VictimMarked = steps[0],
                        Created = steps[1],
                        Scheduled = steps[2],
                        ReadyToStartContainers = steps[3],
                        Initialized = steps[4],
                        Running = steps[5],
                        Ready = steps[6],
                        InEndpoints = endpoints,
                        FirstRightAnswer = answer,
                    }
            )
            .Sample(times =>
            {
                var recovery = Assert.IsType<Recovery>(Recovery.Of(times));
                Assert.Equal(Enum.GetValues<Phase>(), recovery.Phases.Select(phase => phase.Phase));
                Assert.All(recovery.Phases, phase => Assert.True(phase.Took >= TimeSpan.Zero));
                Assert.Equal(recovery.Time.Ticks, recovery.Phases.Sum(phase => phase.Took.Ticks));
            });
    }
}
