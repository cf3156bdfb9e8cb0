using System.Globalization;
using System.Text.RegularExpressions;
using ResilienceGate.Plans.Forms;

namespace ResilienceGate.Plans.Units;

/// <summary>Durations as Kubernetes and Go write them: <c>500ms</c>, <c>20s</c>, <c>1m30s</c>, <c>1h</c>.</summary>
internal static class Durations
{
    /// <summary>A duration within a longer pattern.</summary>
    public const string Part = @"([0-9]{1,9}(\.[0-9]{1,3})?(ms|s|m|h))+";

    private const string Remedy = "write a number with ms, s, m or h, such as 500ms, 20s or 1m30s";

    private static readonly Regex Whole = new($"^{Part}$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);

    private static readonly Regex Term = new(
        "[0-9.]+|ms|s|m|h",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    );

    /// <summary>A duration within bounds, which are themselves written as in a plan.</summary>
    public static ScalarForm<TimeSpan> Between(string least, string most, string example)
    {
        var (min, max) = (Known(least), Known(most));
        return new TextForm<TimeSpan>(
            $"a duration from {least} to {most}",
            $"^{Part}$",
            example,
            text =>
                Parse(text)
                    .When(d => d >= min && d <= max, $"is not between {least} and {most}; write for example {example}")
        );
    }

    public static Parsed<TimeSpan> Parse(string text)
    {
        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _))
            return Parsed.Wrong<TimeSpan>($"has no unit; write {text}s for seconds or {text}ms for milliseconds");
        if (!Whole.IsMatch(text) || text.EndsWith('\n'))
            return Parsed.Wrong<TimeSpan>($"is not a duration; {Remedy}");
        var milliseconds = 0m;
        var number = 0m;
        foreach (var term in Term.EnumerateMatches(text))
        {
            var word = text.AsSpan(term.Index, term.Length);
            if (char.IsAsciiDigit(word[0]))
                number = decimal.Parse(word, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
            else
                milliseconds += number * Milliseconds(word);
        }
        return milliseconds <= (decimal)TimeSpan.MaxValue.TotalMilliseconds / 2
            ? TimeSpan.FromTicks((long)(milliseconds * TimeSpan.TicksPerMillisecond))
            : Parsed.Wrong<TimeSpan>("is longer than any run; write a shorter one, such as 20s");
    }

    /// <summary>The shortest way to write a duration that is not negative; what is below a millisecond is left out.</summary>
    public static string Format(TimeSpan duration)
    {
        var terms = new[]
        {
            ((long)Math.Floor(duration.TotalHours), "h"),
            (duration.Minutes, "m"),
            (duration.Seconds, "s"),
            (duration.Milliseconds, "ms"),
        };
        var text = string.Concat(
            terms.Where(t => t.Item1 > 0).Select(t => t.Item1.ToString(CultureInfo.InvariantCulture) + t.Item2)
        );
        return text.Length > 0 ? text : "0s";
    }

    private static int Milliseconds(ReadOnlySpan<char> unit) =>
        unit switch
        {
            "ms" => 1,
            "s" => 1000,
            "m" => 60_000,
            _ => 3_600_000,
        };

    private static TimeSpan Known(string text) =>
        Parse(text) is { Problem: null, Value: var value } ? value : throw new ArgumentException(text, nameof(text));
}
