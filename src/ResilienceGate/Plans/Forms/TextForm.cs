using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ResilienceGate.Plans.Forms;

/// <summary>A text of a certain pattern.</summary>
/// <param name="what">What the text is, in words.</param>
/// <param name="pattern">A pattern in the words that .NET and JSON Schema share.</param>
/// <param name="example">A right value.</param>
/// <param name="parse">Reads the text; called for any text, so that it can say what is wrong with it.</param>
internal sealed class TextForm<T>(string what, string pattern, string example, Func<string, Parsed<T>> parse)
    : ScalarForm<T>
{
    private readonly Regex _regex = new(
        pattern,
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant
    );

    public override string Description => what;

    protected override string Example => example;

    public override Parsed<T> Parse(string text)
    {
        var parsed = parse(text);
        return parsed.Problem is null && !_regex.IsMatch(text)
            ? Parsed.Wrong<T>($"is not {what}; write it as in {example}")
            : parsed;
    }

    public override JsonObject Schema() =>
        new()
        {
            ["type"] = "string",
            ["pattern"] = pattern,
            ["examples"] = new JsonArray(example),
        };
}
