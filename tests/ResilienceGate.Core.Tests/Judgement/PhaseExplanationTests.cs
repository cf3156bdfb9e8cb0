using ResilienceGate.Core.Baselines;
using ResilienceGate.Core.Judgement;
using ResilienceGate.Core.Measurements;

namespace ResilienceGate.Core.Tests.Judgement;

public sealed class PhaseExplanationTests
{
    private static InjectionValues Recovered(double schedule, double sandbox, double load) =>
        new()
        {
            RecoveryTime = schedule + sandbox + load,
            Watched = 60,
            Outage = 0,
            Unavailability = 0,
            Phases = new Dictionary<Phase, double>
            {
                [Phase.Schedule] = schedule,
                [Phase.Sandbox] = sandbox,
                [Phase.Load] = load,
            },
        };

    private static readonly InjectionValues NeverRecovered = Recovered(0, 0, 0) with
    {
        RecoveryTime = null,
        Phases = new Dictionary<Phase, double>(),
    };

    [Fact]
    public void The_phase_that_accounts_for_most_of_the_change_is_named_alone() =>
        Assert.Equal(
            "load takes 5.0 s longer (1.0 s -> 6.0 s)",
            PhaseExplanation.Of([Recovered(0.1, 0.5, 1)], [Recovered(0.5, 0.7, 6)])
        );

    [Fact]
    public void Phases_that_share_the_change_are_named_the_longest_first() =>
        Assert.Equal(
            "load takes 3.0 s longer (1.0 s -> 4.0 s), sandbox takes 2.0 s longer (500 ms -> 2.5 s)",
            PhaseExplanation.Of([Recovered(0.1, 0.5, 1)], [Recovered(0.2, 2.5, 4)])
        );

    [Fact]
    public void Phases_are_means_over_the_injections_that_recovered() =>
        Assert.Equal(
            "load takes 2.0 s longer (2.0 s -> 4.0 s)",
            PhaseExplanation.Of(
                [Recovered(1, 1, 1), Recovered(1, 1, 3), NeverRecovered],
                [NeverRecovered, Recovered(1, 0.5, 4)]
            )
        );

    [Fact]
    public void Where_no_phase_is_known_or_slower_there_is_no_explanation()
    {
        Assert.Null(PhaseExplanation.Of([NeverRecovered], [Recovered(1, 1, 1)]));
        Assert.Null(PhaseExplanation.Of([Recovered(1, 1, 1)], [NeverRecovered]));
        Assert.Null(PhaseExplanation.Of([Recovered(1, 1, 1)], [Recovered(1, 1, 1)]));
    }
}
