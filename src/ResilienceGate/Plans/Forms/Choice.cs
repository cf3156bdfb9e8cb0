using System.Text.Json.Nodes;

namespace ResilienceGate.Plans.Forms;

/// <summary>One of a few words.</summary>
internal sealed class Choice<T>(params Option<T>[] options) : ScalarForm<T>
{
    private readonly IReadOnlyList<string> _words = [.. options.Select(o => o.Word)];

    /// <summary>Words that the product means to have, so that they get an honest answer.</summary>
    public IReadOnlyList<string> NotYet { get; init; } = [];

    public override string Description =>
        _words.Count == 1 ? $"{_words[0]}, the only one in this version" : $"one of {string.Join(", ", _words)}";

    protected override string Example => _words[0];

    public override Parsed<T> Parse(string text)
    {
        if (options.FirstOrDefault(o => o.Word == text) is { } option)
            return option.Value;
        if (NotYet.Contains(text))
            return Parsed.Wrong<T>($"is not in this version; supported: {string.Join(", ", _words)}");
        return Nearest.To(text, _words) is { } near
            ? Parsed.Wrong<T>($"is not known; did you mean {near}?")
            : Parsed.Wrong<T>($"is not known; write {Description}");
    }

    public override JsonObject Schema() =>
        new() { ["type"] = "string", ["enum"] = new JsonArray([.. _words.Select(w => (JsonNode)w)]) };
}
