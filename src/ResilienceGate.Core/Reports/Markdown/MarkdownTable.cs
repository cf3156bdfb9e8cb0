using System.Text;

namespace ResilienceGate.Core.Reports.Markdown;

/// <summary>A table of cells that are Markdown already. Headings that start with <c>&gt;</c> are aligned to the right.</summary>
internal sealed class MarkdownTable(params IReadOnlyList<string> headings)
{
    private readonly List<IReadOnlyList<string>> _rows = [];

    public void Add(params IReadOnlyList<string> cells) => _rows.Add(cells);

    public override string ToString()
    {
        if (_rows.Count == 0)
            return "";
        var text = new StringBuilder();
        Line(text, headings.Select(h => h.TrimStart('>')));
        Line(text, headings.Select(h => h.StartsWith('>') ? "---:" : "---"));
        foreach (var row in _rows)
            Line(text, row);
        return text.ToString();
    }

    private static void Line(StringBuilder text, IEnumerable<string> cells) =>
        text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
}
