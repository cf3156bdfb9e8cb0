using ResilienceGate.Core.Judgement;
using ResilienceGate.Core.Judgement.Duets;

namespace ResilienceGate.Core.Bench;

/// <summary>Simulates the gates of a cell, on all cores, each with a seed of its own.</summary>
internal static class GateBench
{
    private const double Rate = 100;

    public static Tally Run(Cell cell, int gates, int seed) =>
        Enumerable
            .Range(0, gates)
            .AsParallel()
            .Select(gate => Gate(cell, unchecked((seed * 1_000_003) + gate)))
            .Aggregate((one, other) => one + other);

    private static Tally Gate(Cell cell, int seed)
    {
        var simulation = new Simulation(cell, seed);
        var contests = new Contests(
            simulation.Accepted(),
            [],
            simulation.Candidate().Experiments,
            new Yardstick(new Margins(), TimeSpan.FromSeconds(cell.Period), Rate)
        );
        if (cell.ScreenAlone)
            return new Tally(1, contests.Findings([]).Any(IsRegression) ? 1 : 0, 0, 0);

        if (contests.Duets() is not [var duet])
            return new Tally(1, 0, 0, 0);

        var rounds = 0;
        while (duet.Wanted is { Count: > 0 } wanted)
        {
            rounds++;
            duet = wanted.Aggregate(duet, (held, experiment) => held.With(simulation.Pair(experiment)));
        }

        return new Tally(1, duet.State is DuetState.Regression ? 1 : 0, 1, rounds);
    }

    private static bool IsRegression(Finding finding) => finding.Verdict is Verdict.Regression;
}
