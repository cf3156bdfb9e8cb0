using YamlDotNet.Core;

namespace ResilienceGate.Plans.Yaml;

/// <summary>The parser's words for broken YAML, turned into where the mistake is and what to do.</summary>
internal static class SyntaxErrors
{
    private const string NoColon = "a key without its colon; write `key: value`";

    /// <summary>Words of YamlDotNet 18.1 and what helps; the first that is contained counts.</summary>
    private static readonly (string Words, string Help)[] Known =
    [
        ("incompatible YAML document", "this version of YAML is not read; remove the line that begins with %YAML"),
        ("directive", "lines that begin with % mean nothing in a plan; remove it"),
        ("unknown escape", "a \\ in double quotes begins an escape; use single quotes, or write \\\\"),
        ("hexadecimal", "a \\x or \\u in double quotes needs hexadecimal digits; use single quotes, or write \\\\"),
        ("quoted scalar", "this quote is never closed; add the closing quote at the end of the value"),
        (
            "did not find expected comment or line break",
            "a value cannot begin with > or |; put it in quotes, as in \">= 99.9%\""
        ),
        ("cannot start any token", "a value cannot begin with this character; put the value in quotes"),
        (
            "invalid mapping",
            "a second `key:` on one line; put the value in quotes, or indent this line as the one above"
        ),
        ("Mapping values are not allowed", "a `key:` cannot stand here; check the indentation of this line"),
        (
            "Block sequence entries are not allowed",
            "a list cannot begin on the line of its key; begin it on the next line, indented"
        ),
        ("expected '-' indicator", "the list above has ended or its indentation differs; begin each item with `- `"),
        (
            "did not find expected key",
            "no `key: value` here; indent the line as its neighbours, and put odd values in quotes"
        ),
        ("could not find expected ':'", NoColon),
        ("expected ',' or", "entries between brackets are separated by commas; add the comma or the closing bracket"),
        ("anchor", "an & or * at the beginning of a value is an anchor; put the value in quotes"),
        ("alias", "an & or * at the beginning of a value is an anchor; put the value in quotes"),
        ("tag", "a ! at the beginning of a value is a tag; put the value in quotes"),
        ("expected node content", "a bracket or comma that nothing opened; remove it, or put the value in quotes"),
    ];

    public static (Position At, string Message) Explain(YamlException e, string text)
    {
        if (e.Message.Contains("tab", StringComparison.Ordinal) && Tab(text, At(e.Start).Line) is { } tab)
            return (tab, "a tab; YAML is indented with spaces alone, so replace the tabs by spaces");
        if (
            e.Message.Contains("did not find expected key", StringComparison.Ordinal)
            && !HasColon(text, At(e.Start).Line)
        )
            return (At(e.Start), NoColon);
        var help = Known.FirstOrDefault(k => e.Message.Contains(k.Words, StringComparison.Ordinal)).Help;
        return (At(e.Start), help ?? $"not valid YAML ({e.Message}); check indentation and quotes around here");
    }

    public static Position At(Mark mark) => new(Math.Max(1, (int)mark.Line), Math.Max(1, (int)mark.Column));

    private static bool HasColon(string text, int line) =>
        text.Split('\n').ElementAtOrDefault(line - 1)?.Contains(':', StringComparison.Ordinal) is true;

    /// <summary>The first tab in the indentation of a line, from <paramref name="first"/> on.</summary>
    private static Position? Tab(string text, int first)
    {
        var lines = text.Split('\n');
        for (var i = first - 1; i < lines.Length; i++)
        {
            var tab = lines[i].IndexOf('\t', StringComparison.Ordinal);
            if (tab >= 0 && string.IsNullOrWhiteSpace(lines[i][..tab]))
                return new Position(i + 1, tab + 1);
        }
        return null;
    }
}
