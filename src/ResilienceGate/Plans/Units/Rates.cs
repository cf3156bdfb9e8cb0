using System.Globalization;
using ResilienceGate.Plans.Forms;

namespace ResilienceGate.Plans.Units;

/// <summary>Rates: <c>100/s</c>, <c>6000/m</c>.</summary>
internal static class Rates
{
    private const string Remedy = "write requests a second or a minute, such as 100/s or 6000/m";

    /// <summary>Requests a second, within bounds.</summary>
    public static ScalarForm<double> Between(double least, double most, string example) =>
        new TextForm<double>(
            $"a rate from {Format(least)} to {Format(most)}",
            @"^[0-9]{1,9}(\.[0-9]{1,6})?/(s|m)$",
            example,
            text =>
                Parse(text)
                    .When(
                        r => r >= least && r <= most,
                        $"is not between {Format(least)} and {Format(most)}; write for example {example}"
                    )
        );

    /// <returns>Times a second.</returns>
    public static Parsed<double> Parse(string text)
    {
        var number = text;
        var seconds = 0;
        if (text.EndsWith("/s", StringComparison.Ordinal))
            (number, seconds) = (text[..^2], 1);
        else if (text.EndsWith("/m", StringComparison.Ordinal))
            (number, seconds) = (text[..^2], 60);
        if (!Decimals.TryParse(number, out var count))
            return Parsed.Wrong<double>($"is not a rate; {Remedy}");
        return seconds > 0
            ? (double)(count / seconds)
            : Parsed.Wrong<double>(
                $"has no unit; write {text}/s for requests a second or {text}/m for requests a minute"
            );
    }

    public static string Format(double perSecond) => string.Create(CultureInfo.InvariantCulture, $"{perSecond}/s");
}
