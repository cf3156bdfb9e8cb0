using System.Diagnostics;
using ResilienceGate.Core.Judgement;

namespace ResilienceGate.Core.Bench;

/// <summary>How long the judgement itself takes, once it is warm.</summary>
internal static class Speed
{
    private static readonly Cell Large = new("large", Weather.Noisy, Change.None)
    {
        Experiments = 250,
        Runs = 50,
        WithOutage = true,
    };

    /// <summary>The screen of 1,000 metrics (four of 250 experiments) against 50 accepted runs, with its findings: the median of nine.</summary>
    public static TimeSpan OfLargeGate(int seed)
    {
        var simulation = new Simulation(Large, seed);
        var (accepted, candidate) = (simulation.Accepted(), simulation.Candidate());
        var times = new List<TimeSpan>();
        for (var i = 0; i < 9; i++)
        {
            var clock = Stopwatch.GetTimestamp();
            var contests = new Contests(
                accepted,
                [],
                candidate.Experiments,
                new Yardstick(new Margins(), TimeSpan.FromSeconds(Large.Period), 100)
            );
            _ = contests.Findings([]).Count();
            times.Add(Stopwatch.GetElapsedTime(clock));
        }

        return times.Order().ElementAt(times.Count / 2);
    }
}
