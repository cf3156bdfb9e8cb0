using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace ResilienceGate.Hosts.Console;

/// <summary>What the live status shows at one moment.</summary>
internal sealed record LiveStatus
{
    public string Step { get; init; } = "";

    /// <summary><c>experiment 1 of 3: a pod is killed</c>; null before the first.</summary>
    public string? Experiment { get; init; }

    public int Injection { get; init; }

    public int Injections { get; init; }

    public TrafficReading? Traffic { get; init; }

    public TimeSpan Elapsed { get; init; }

    public IRenderable Render()
    {
        var grid = new Grid().AddColumn(new GridColumn().NoWrap().PadLeft(2).PadRight(2)).AddColumn();
        Row(grid, "step", Experiment ?? Step);
        if (Experiment is not null)
            Row(grid, "injection", string.Create(CultureInfo.InvariantCulture, $"{Injection} of {Injections}"));
        if (Traffic is { } traffic)
            Row(grid, "traffic", ProgressText.Of(traffic));
        Row(grid, "elapsed", Elapsed.ToString(@"mm\:ss", CultureInfo.InvariantCulture));
        return grid;
    }

    private static void Row(Grid grid, string name, string value) =>
        grid.AddRow(new Text(name, new Style(decoration: Decoration.Dim)), new Text(value));
}
