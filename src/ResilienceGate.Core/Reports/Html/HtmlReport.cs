using ResilienceGate.Core.Judgement;

namespace ResilienceGate.Core.Reports.Html;

/// <summary>A run as one page that needs nothing but itself: the verdict and its reasons first, then what they rest on.</summary>
public static class HtmlReport
{
    public static string Render(RunResult result) =>
        Markup
            .Of(
                $"""
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
                <title>{RunSentences.Headline(result)}</title>
                <style>
                {new Markup(Style.Sheet)}
                </style>
                </head>
                <body>
                {Head(result)}
                <main>
                {Section("Findings", FindingsPart.Render(result))}
                {Section("Experiments", ExperimentsPart.Render(result))}
                {Section("Consistency", ConsistencyPart.Render(result))}
                {Section("Steady state", SteadyStatePart.Render(result))}
                {Section("Environment", EnvironmentPart.Render(result))}
                </main>
                </body>
                </html>

                """
            )
            .Text;

    /// <summary>A verdict as the class of what shows it.</summary>
    internal static string Class(Verdict verdict) =>
        verdict switch
        {
            Verdict.Pass => "pass",
            Verdict.Inconclusive => "inconclusive",
            _ => "regression",
        };

    /// <summary>What was found, in a word and in its colour.</summary>
    internal static Markup Word(Finding finding) =>
        finding.IsUnproven ? Word(Verdict.Inconclusive, "not proven") : Word(finding.Verdict, Class(finding.Verdict));

    private static Markup Word(Verdict verdict, string word) =>
        Markup.Of($"<span class=\"word {Class(verdict)}\">{word}</span>");

    private static Markup Head(RunResult result)
    {
        var (verdict, about) = Split(RunSentences.Headline(result));
        var early = result.EndedEarly is { } why
            ? Markup.Of($"<p><strong>The run ended before its plan did:</strong> {why}</p>\n")
            : Markup.None;
        var left = result.CleanUp.Left.Select(l => Markup.Of($"<li><strong>Left behind:</strong> {l}</li>\n"));
        var reasons = RunSentences
            .Reasons(result)
            .Select(reason => Markup.Of($"<li>{Word(reason)}: {reason.Summary}</li>\n"));
        return Markup.Of(
            $"""
            <header class="{Class(result.Verdict)}">
            <h1><span class="word">{verdict}</span>{about}</h1>
            {early}<p>{RunSentences.Basis(result)} {RunSentences.CleanUp(result.CleanUp)}</p>
            <ul class="reasons">
            {Markup.Join([.. left, .. reasons])}</ul>
            </header>
            """
        );
    }

    private static (string Verdict, string About) Split(string headline)
    {
        var colon = headline.IndexOf(':', StringComparison.Ordinal);
        return (headline[..colon], headline[colon..]);
    }

    private static Markup Section(string title, Markup body) =>
        body.Text.Length == 0 ? Markup.None : Markup.Of($"<section>\n<h2>{title}</h2>\n{body}</section>\n");
}
