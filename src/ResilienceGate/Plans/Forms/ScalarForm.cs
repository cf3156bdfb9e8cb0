using ResilienceGate.Plans.Yaml;

namespace ResilienceGate.Plans.Forms;

/// <summary>A value that is one word or a quoted text.</summary>
internal abstract class ScalarForm<T> : Form<T>
{
    private const int LongestQuote = 60;

    /// <summary>A right value.</summary>
    protected abstract string Example { get; }

    /// <summary>The example as YAML: what begins with a sign of comparison is in quotes.</summary>
    private string Written => Example[0] is '<' or '>' ? $"\"{Example}\"" : Example;

    public abstract Parsed<T> Parse(string text);

    /// <summary>Reads a word of the plan or of the command line, which may hold anything.</summary>
    public Parsed<T> ReadLine(string text) =>
        text.Any(char.IsControl)
            ? Parsed.Wrong<T>("has line breaks or control characters; write it on one line, without them")
            : Parse(text);

    public sealed override string Addition(string key) => $"`{key}: {Written}`";

    public sealed override T Read(PlanNode node, Slot slot, PlanContext context)
    {
        if (node is not PlanNode.Scalar scalar)
        {
            var found = node is PlanNode.Mapping ? "keys and values" : "a list";
            context.Errors.Add(node.At, $"{slot.Name} is {Description}, not {found}; write `{slot.Name}: {Written}`");
            return StandIn(context);
        }
        if (scalar.IsEmpty)
        {
            context.Errors.Add(slot.At, $"{slot.Name} has no value; write `{slot.Name}: {Written}`");
            return StandIn(context);
        }
        var parsed = ReadLine(scalar.Text);
        if (parsed.Problem is null && parsed.Value is { } value)
            return value;
        context.Errors.Add(scalar.At, $"{slot.Name} {Quote(scalar.Text)} {parsed.Problem}");
        return StandIn(context);
    }

    public sealed override T StandIn(PlanContext context) =>
        Parse(Example) is { Value: { } value } parsed && parsed.Problem is null
            ? value
            : throw new InvalidOperationException($"{Example} is no example of {Description}.");

    private static string Quote(string text)
    {
        var line = string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
        return line.Length <= LongestQuote ? $"\"{line}\"" : $"\"{line[..LongestQuote]}...\"";
    }
}
