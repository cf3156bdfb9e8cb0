using ResilienceGate.Core.Bench;

namespace ResilienceGate.Core.Tests.Judgement.Duets;

/// <summary>The table of operating characteristics takes minutes; this is a cell of it on either side, in a second.</summary>
public sealed class BenchTests
{
    private const int Seed = 20250102;

    [Fact]
    public void The_same_seed_gives_the_same_tally() =>
        Assert.Equal(
            GateBench.Run(Cell("quiet, recovery +50 %"), 20, Seed),
            GateBench.Run(Cell("quiet, recovery +50 %"), 20, Seed)
        );

    [Fact]
    public void In_quiet_weather_a_recovery_half_as_long_again_is_found_and_a_harmless_version_is_not_accused()
    {
        Assert.InRange(GateBench.Run(Cell("quiet, recovery +50 %"), 60, Seed).Rate, 0.95, 1);
        Assert.InRange(GateBench.Run(Cell("quiet, all times +0 %"), 60, Seed).Rate, 0, 0.02);
    }

    private static Cell Cell(string name) => Cells.All.Single(cell => cell.Name == name);
}
