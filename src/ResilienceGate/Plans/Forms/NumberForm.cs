using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;

namespace ResilienceGate.Plans.Forms;

/// <summary>A number without a unit, from <paramref name="least"/> to <paramref name="most"/>.</summary>
/// <param name="why">Why there are these bounds, as a clause that ends the message; null where it is plain.</param>
internal sealed class NumberForm<T>(T least, T most, T example, string? why = null) : ScalarForm<T>
    where T : struct, INumber<T>
{
    private static readonly bool Whole = typeof(T) == typeof(int);

    public override string Description => $"a {(Whole ? "whole " : "")}number from {Text(least)} to {Text(most)}";

    protected override string Example => Text(example);

    public override Parsed<T> Parse(string text)
    {
        if (!T.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            return Parsed.Wrong<T>($"is not {Description}; write for example {Example}");
        return number >= least && number <= most
            ? number
            : Parsed.Wrong<T>(
                $"is not between {Text(least)} and {Text(most)}; {why ?? $"write for example {Example}"}"
            );
    }

    public override JsonObject Schema() =>
        new()
        {
            ["type"] = Whole ? "integer" : "number",
            ["minimum"] = JsonValue.Create(least),
            ["maximum"] = JsonValue.Create(most),
        };

    private static string Text(T number) => number.ToString(null, CultureInfo.InvariantCulture);
}
