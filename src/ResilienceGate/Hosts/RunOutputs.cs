using System.Globalization;
using ResilienceGate.Core.Judgement;
using ResilienceGate.Core.Reports;
using ResilienceGate.Reports;

namespace ResilienceGate.Hosts;

/// <summary>What later steps of a pipeline can read of a run. The names are those of <c>outputs</c> in action.yml.</summary>
internal static class RunOutputs
{
    /// <param name="locate">Turns a path of ours into one that later steps know.</param>
    public static IReadOnlyDictionary<string, string> From(
        RunResult result,
        ReportPaths paths,
        Func<string, string> locate
    ) =>
        new OrderedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["verdict"] = Word(result.Verdict),
            ["conclusion"] = Word(result.Conclusion),
            ["regressions"] = Invariant($"{result.Findings.Count(f => f.Verdict is Verdict.Regression)}"),
            ["score"] = result.Score is { } score ? Invariant($"{score:0.0}") : "",
            ["report-json"] = locate(paths.Json),
            ["report-html"] = locate(paths.Html),
            ["summary-path"] = locate(paths.Markdown),
            ["run"] = result.Run,
            ["rollback-clean"] = result.CleanUp.IsClean ? "true" : "false",
        };

    private static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
