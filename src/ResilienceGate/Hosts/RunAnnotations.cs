using ResilienceGate.Core.Judgement;
using ResilienceGate.Core.Reports;

namespace ResilienceGate.Hosts;

/// <summary>What a host shows of a run on the lines of its plan: worst first, for only ten of a level are shown.</summary>
internal static class RunAnnotations
{
    public static IReadOnlyList<Annotation> From(RunResult result)
    {
        // A failure that the policy only warns of must not look like one.
        var worst = result.Conclusion is Conclusion.Failure ? AnnotationLevel.Error : AnnotationLevel.Warning;
        var lines = result
            .Experiments.DistinctBy(e => e.Name, StringComparer.Ordinal)
            .ToDictionary(e => e.Name, e => e.Line, StringComparer.Ordinal);

        var left = result.CleanUp.Left.Select(l => new Annotation(AnnotationLevel.Error, l)
        {
            Title = "A fault was left behind",
        });
        var findings = RunSentences
            .Reasons(result)
            .Select(f => new Annotation(f.Verdict is Verdict.Regression ? worst : AnnotationLevel.Warning, f.Summary)
            {
                Title = f.Experiment is { } name ? $"{f.Verdict}: {name}" : f.Verdict.ToString(),
                File = result.Plan,
                Line = f.Experiment is { } experiment && lines.TryGetValue(experiment, out var line) ? line : null,
            });
        var early = result.EndedEarly is { } why
            ? [new Annotation(worst, why) { Title = "The run ended early", File = result.Plan }]
            : Enumerable.Empty<Annotation>();
        var baseline = result.BaselineFailed
            ? [new Annotation(AnnotationLevel.Warning, $"The baseline {result.BaselineAction}") { File = result.Plan }]
            : Enumerable.Empty<Annotation>();
        return [.. left, .. early, .. baseline, .. findings];
    }
}
