using ResilienceGate.Core.Measurements;

namespace ResilienceGate.Core.Reports.Markdown;

/// <summary>Where the time of a recovery goes: means over the injections that recovered, which add up to the MTTR.</summary>
internal static class PhasesSection
{
    public static string Render(RunResult result)
    {
        var rows = result
            .Experiments.Select(e => (e.Name, Summary: ExperimentSummary.Of(result, e)))
            .Where(r => r.Summary.Phases.Count > 0)
            .ToList();
        var phases = rows.SelectMany(r => r.Summary.Phases).Select(p => p.Phase).Distinct().Order().ToList();

        var table = new MarkdownTable(["Experiment", .. phases.Select(p => $">{p.Name()}"), ">MTTR"]);
        foreach (var (name, summary) in rows)
        {
            var took = summary.Phases.ToDictionary(p => p.Phase, p => p.Took);
            var longest = took.MaxBy(p => p.Value).Key;
            table.Add([
                MarkdownText.Escape(name),
                .. phases.Select(p => Cell(took.GetValueOrDefault(p), isLongest: p == longest)),
                summary.Recovery.MeanTimeToRecovery is { } mean ? Amount.Of(mean) : "",
            ]);
        }
        return rows.Count == 0
            ? table.ToString()
            : $"{table}\nMeans over the injections that recovered; they add up to the mean time to recovery (MTTR).\n";
    }

    private static string Cell(TimeSpan took, bool isLongest) => isLongest ? $"**{Amount.Of(took)}**" : Amount.Of(took);
}
