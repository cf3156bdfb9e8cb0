using System.Text;
using ResilienceGate.Core.Judgement;

namespace ResilienceGate.Core.Reports.Markdown;

/// <summary>A run on one page for a pull request or a step's summary: the verdict and its reasons first.</summary>
public static class MarkdownReport
{
    public static string Render(RunResult result)
    {
        var text = new StringBuilder();
        text.Append("## ").Append(Sign(result.Verdict)).Append(' ');
        text.Append(MarkdownText.Escape(RunSentences.Headline(result))).Append("\n\n");
        if (result.EndedEarly is { } early)
            text.Append("**The run ended before its plan did:** ").Append(MarkdownText.Escape(early)).Append("\n\n");
        text.Append(MarkdownText.Escape(RunSentences.Basis(result))).Append(' ');
        text.Append(MarkdownText.Escape(RunSentences.CleanUp(result.CleanUp))).Append('\n');

        foreach (var left in result.CleanUp.Left)
            text.Append("\n- **Left behind:** ").Append(MarkdownText.Escape(left));
        foreach (var reason in RunSentences.Reasons(result))
        {
            text.Append("\n- ").Append(Sign(reason.Verdict)).Append(' ');
            text.Append(MarkdownText.Escape(reason.Summary));
        }
        text.Append('\n');

        Section(text, "Findings", FindingsSection.Render(result));
        Section(text, "Experiments", ExperimentsSection.Render(result));
        Section(text, "Recovery by phase", PhasesSection.Render(result));
        Section(text, "Consistency", ConsistencySection.Render(result));
        Section(text, "Steady state", SteadyStateSection.Render(result));
        Section(text, "Environment", EnvironmentSection.Render(result));
        return text.ToString();
    }

    internal static string Sign(Verdict verdict) =>
        verdict switch
        {
            Verdict.Pass => "✅",
            Verdict.Inconclusive => "⚠️",
            _ => "❌",
        };

    private static void Section(StringBuilder text, string title, string body)
    {
        if (body.Length > 0)
            text.Append("\n### ").Append(title).Append("\n\n").Append(body.TrimEnd('\n')).Append('\n');
    }
}
