using System.Text.Json;
using ResilienceGate.Core.Baselines;
using ResilienceGate.Core.Judgement;
using ResilienceGate.Core.Judgement.Cases;
using ResilienceGate.Core.Reports;

namespace ResilienceGate.Commands.Judging;

/// <summary>Judges the JSON report of a run against those of accepted runs.</summary>
internal sealed class JudgeFiles(TextWriter output)
{
    /// <param name="baseline">Reports, or stored baselines.</param>
    /// <param name="pairs">The pairs of a duet, as in a batch; null when none was held.</param>
    /// <exception cref="DocumentException">A file is not what it should be.</exception>
    public async Task<int> RunAsync(
        IReadOnlyList<string> baseline,
        string candidate,
        string? pairs,
        CancellationToken ct
    )
    {
        var run = ResultDocument.Read(await File.ReadAllTextAsync(candidate, ct), candidate);
        var accepted = new List<AcceptedRun>();
        foreach (var path in baseline)
            accepted.AddRange(Runs(await File.ReadAllTextAsync(path, ct), path, run.Target));

        var held = pairs is null ? null : PairsIn(await File.ReadAllTextAsync(pairs, ct), pairs);
        var valid = AcceptedRun.From(run).Experiments;
        var verdict = CaseJudge.Run(
            new MeasuredCase
            {
                Accepted = accepted,
                Candidate = run.Experiments.ToDictionary(
                    experiment => experiment.Name,
                    experiment => new MeasuredExperiment(
                        experiment.Planned,
                        valid.GetValueOrDefault(experiment.Name) ?? []
                    ),
                    StringComparer.Ordinal
                ),
                Yardstick = new Yardstick(new Margins(), run.RecoveryPeriod, run.Environment.Rate),
                AllowsDuet = held is not null,
                Pairs = held is null ? null : GateLineReader.Pairs(held),
            }
        );

        // What needs no baseline was judged when it was measured; the report does not hold all that it was judged by.
        var exact = run.Findings.Where(finding => finding is { Metric: null, Verdict: not Verdict.Pass }).ToList();
        var findings = exact.Concat(verdict.Findings).DistinctBy(finding => finding.Summary).ToList();
        var worst = Verdicts.Worst([.. findings.Select(finding => finding.Verdict)]);
        await output.WriteLineAsync(
            $"{worst}: {run.Target}, compared with {accepted.Count} accepted run(s){Used(verdict)}"
        );
        foreach (var finding in findings)
            await output.WriteLineAsync($"  {finding.Verdict.ToString().ToLowerInvariant()}: {finding.Summary}");

        return worst switch
        {
            Verdict.Pass => ExitCodes.Pass,
            Verdict.Regression => ExitCodes.Failed,
            _ => ExitCodes.Inconclusive,
        };
    }

    private static string Used(CaseVerdict verdict) =>
        verdict.PairsUsed.Count == 0 ? "" : $" and in {verdict.PairsUsed.Values.Sum()} pair(s)";

    private static IEnumerable<AcceptedRun> Runs(string json, string path, string target) =>
        json.AsSpan().TrimStart() is ['[', ..]
            ? BaselineDocument
                .Read(json, path)
                .Where(stored => string.Equals(stored.Target, target, StringComparison.Ordinal))
                .SelectMany(stored => stored.Runs)
            : [AcceptedRun.From(ResultDocument.Read(json, path))];

    private static PairsLine PairsIn(string json, string path)
    {
        try
        {
            return JsonSerializer.Deserialize(json, JudgeJson.Default.PairsLine)
                ?? throw new DocumentException(path, "holds no pairs: it is null.");
        }
        catch (JsonException e)
        {
            throw new DocumentException(path, $"holds no pairs: {e.Message}", e);
        }
    }
}
