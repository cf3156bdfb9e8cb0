using System.Text;

namespace ResilienceGate.Hosts.GitHub;

/// <summary>A summary above its limit is not shown at all, so it is cut at a line, with a note.</summary>
internal static class StepSummary
{
    /// <summary>Bytes of all that one step appends.</summary>
    public const int Limit = 1024 * 1024;

    public const string Note = "\n\n*Cut here: GitHub shows at most 1 MiB. The report has the rest.*\n";

    /// <summary>As many whole lines of the text as fit.</summary>
    /// <param name="used">Bytes that the step has appended before.</param>
    public static string Fit(string markdown, long used)
    {
        var room = Limit - used;
        if (Encoding.UTF8.GetByteCount(markdown) <= room)
            return markdown;

        var kept = new StringBuilder();
        room -= Encoding.UTF8.GetByteCount(Note);
        foreach (var line in markdown.AsSpan().EnumerateLines())
        {
            room -= Encoding.UTF8.GetByteCount(line) + 1;
            if (room < 0)
                break;
            kept.Append(line).Append('\n');
        }
        return kept.Length == 0 ? "" : kept.Append(Note).ToString();
    }
}
