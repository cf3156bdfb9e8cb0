using System.Globalization;
using ResilienceGate.Core.Judgement;

namespace ResilienceGate.Core.Reports;

/// <summary>What every view of a run says in words, said once.</summary>
public static class RunSentences
{
    /// <summary><c>Regression: shop/deployment/recommender, score 93.4 of 100</c>.</summary>
    public static string Headline(RunResult result)
    {
        var score = result.Score is { } value
            ? string.Create(CultureInfo.InvariantCulture, $", score {value:0.0} of 100")
            : "";
        return $"{result.Verdict}: {result.Target}{score}";
    }

    /// <summary>What the pipeline does, and what the verdict rests on.</summary>
    public static string Basis(RunResult result)
    {
        var conclusion = result.Conclusion switch
        {
            _ when result.EndedEarly is not null => "The gate did not finish, and lets nothing through",
            Conclusion.Success => "The gate lets this version through",
            Conclusion.Warning => "The gate lets this version through with a warning",
            _ => "The gate stops this version",
        };
        var basis = result.BaselineRuns switch
        {
            0 => "it was compared with no accepted run",
            1 => "it was compared with 1 accepted run",
            var n => string.Create(CultureInfo.InvariantCulture, $"it was compared with {n} accepted runs"),
        };
        return $"{conclusion}; {basis}.{Unproven(result)}";
    }

    /// <summary>A regression needs no doubt beside it; what passes does not pass without a word.</summary>
    private static string Unproven(RunResult result) =>
        result.Findings.Count(f => f.IsUnproven) switch
        {
            0 => "",
            _ when result.Verdict is Verdict.Regression => "",
            1 => " 1 metric moved beyond what is allowed, which is not proven to be more than chance.",
            var n => string.Create(
                CultureInfo.InvariantCulture,
                $" {n} metrics moved beyond what is allowed, which is not proven to be more than chance."
            ),
        };

    /// <summary>The findings that are no pass, worst first.</summary>
    public static IEnumerable<Finding> Reasons(RunResult result) =>
        result.Findings.Where(f => f.Verdict is not Verdict.Pass).OrderBy(f => f.Verdict is Verdict.Regression ? 0 : 1);

    /// <summary>
    /// <c>5 faults injected, 5 reverted, verified.</c>, or <c>5 faults injected, nothing to revert.</c>, or both.
    /// </summary>
    public static string CleanUp(CleanUp cleanUp)
    {
        var faults = cleanUp.Injected == 1 ? "fault" : "faults";
        var injected = string.Create(CultureInfo.InvariantCulture, $"{cleanUp.Injected} {faults} injected");
        var reverted = string.Create(CultureInfo.InvariantCulture, $"{cleanUp.Reverted} reverted");
        return cleanUp switch
        {
            { IsClean: false } => $"{injected}, {reverted}. NOT everything is proved to be gone.",
            { Reverted: 0 } => $"{injected}, nothing to revert.",
            _ when cleanUp.Reverted >= cleanUp.Injected => $"{injected}, {reverted}, verified.",
            _ => $"{injected}, {reverted}, verified; the others leave nothing to revert.",
        };
    }
}
