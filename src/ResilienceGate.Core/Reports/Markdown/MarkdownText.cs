using System.Text;

namespace ResilienceGate.Core.Reports.Markdown;

/// <summary>
/// Words of plans and clusters as inert Markdown (GitHub Flavored, which Azure DevOps reads too): on one line, and
/// nothing in them is markup, HTML, mathematics or the end of a table's cell.
/// </summary>
internal static class MarkdownText
{
    // Underscores and stars are markup only beside other signs, but telling where is the parser's trade.
    private const string Special = "\\`*_[]<>|&~$#";

    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var c in text.ReplaceLineEndings(" "))
        {
            if (char.IsControl(c))
                continue;
            if (Special.Contains(c, StringComparison.Ordinal))
                escaped.Append('\\');
            escaped.Append(c);
        }
        return escaped.ToString();
    }

    /// <summary>A code span; plain words where the text has signs that parsers read differently in a table's code.</summary>
    public static string Code(string text) =>
        text.Length > 0 && !text.Any(c => c is '`' or '|' or '\\' || char.IsControl(c)) ? $"`{text}`" : Escape(text);
}
