using ResilienceGate.Plans.Forms;

namespace ResilienceGate.Plans.Units;

/// <summary>What must hold: <c>">= 99.9%"</c>, <c>"&lt;= 200ms"</c>.</summary>
internal static class Comparisons
{
    /// <summary><c>"&gt;= 99.9%"</c>; a fraction above 0, at most 1.</summary>
    public static ScalarForm<double> AtLeastShare { get; } =
        new TextForm<double>(
            "a comparison such as \">= 99.9%\"",
            $"^>= ?{Shares.Part}%$",
            ">= 99.9%",
            text =>
                Parse(text, ">=", "\">= 99.9%\"", bound => Shares.Parse(bound, "%"))
                    .When(s => s is > 0 and <= 1, "is not above 0% and at most 100%; write for example \">= 99.9%\"")
        );

    /// <summary><c>"&lt;= 200ms"</c></summary>
    public static ScalarForm<TimeSpan> AtMostDuration { get; } =
        new TextForm<TimeSpan>(
            "a comparison such as \"<= 200ms\"",
            $"^<= ?{Durations.Part}$",
            "<= 200ms",
            text =>
                Parse(text, "<=", "\"<= 200ms\"", Durations.Parse)
                    .When(d => d > TimeSpan.Zero, "can never hold; write for example \"<= 200ms\"")
        );

    private static Parsed<T> Parse<T>(string text, string sign, string example, Func<string, Parsed<T>> bound) =>
        text.StartsWith(sign, StringComparison.Ordinal)
            ? Whole(bound(text[sign.Length..].TrimStart(' ')), example)
            : Parsed.Wrong<T>($"does not begin with {sign}; write it in quotes, as in {example}");

    /// <summary>What is wrong with the bound, and a whole comparison for the remedy: a bound alone would be wrong again.</summary>
    private static Parsed<T> Whole<T>(Parsed<T> bound, string example) =>
        bound.Problem is { } problem
            ? Parsed.Wrong<T>($"has a bound that {problem.Split(';')[0]}; write it as in {example}")
            : bound;
}
