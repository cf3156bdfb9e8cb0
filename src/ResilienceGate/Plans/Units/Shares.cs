using System.Globalization;
using ResilienceGate.Plans.Forms;

namespace ResilienceGate.Plans.Units;

/// <summary>Shares in percent, <c>99.9%</c>, and differences of shares in percentage points, <c>0.2pp</c>.</summary>
internal static class Shares
{
    /// <summary>A number of percent within a longer pattern.</summary>
    public const string Part = @"[0-9]{1,4}(\.[0-9]{1,6})?";

    /// <summary>A share as a fraction: <c>10%</c> is 0.1.</summary>
    public static ScalarForm<double> Percent(int most, string example) =>
        new TextForm<double>(
            $"a share from 0% to {most}%",
            $"^{Part}%$",
            example,
            text =>
                Parse(text, "%")
                    .When(s => s * 100 <= most, $"is not between 0% and {most}%; write for example {example}")
        );

    /// <summary>A share that is not nothing, as a fraction.</summary>
    public static ScalarForm<double> Some(string example) =>
        new TextForm<double>(
            "a share above 0%, at most 100%",
            $"^{Part}%$",
            example,
            text =>
                Parse(text, "%")
                    .When(s => s is > 0 and <= 1, $"is not above 0% and at most 100%; write for example {example}")
        );

    /// <summary>Percentage points as a fraction: <c>0.2pp</c> is 0.002.</summary>
    public static ScalarForm<double> Points(string example) =>
        new TextForm<double>(
            "percentage points from 0pp to 100pp",
            $"^{Part}pp$",
            example,
            text =>
                Parse(text, "%").Problem is null
                    ? Parsed.Wrong<double>(
                        $"is a percentage, and what is meant are points of it; write {text.TrimEnd('%')}pp"
                    )
                    : Parse(text, "pp").When(s => s <= 1, $"is not between 0pp and 100pp; write for example {example}")
        );

    /// <summary>Whole percent, 1 to 100.</summary>
    public static ScalarForm<int> WholePercent(string example) =>
        new TextForm<int>(
            "a whole share from 1% to 100%",
            "^[0-9]{1,3}%$",
            example,
            text =>
            {
                var share = Parse(text, "%");
                if (share.Problem is { } problem)
                    return Parsed.Wrong<int>(problem);
                var percent = (int)Math.Round(share.Value * 100);
                return percent is >= 1 and <= 100
                    ? percent
                    : Parsed.Wrong<int>($"is not between 1% and 100%; write for example {example}");
            }
        );

    /// <param name="unit"><c>%</c> or <c>pp</c>.</param>
    /// <returns>A fraction.</returns>
    public static Parsed<double> Parse(string text, string unit)
    {
        if (Decimals.TryParse(text, out _))
            return Parsed.Wrong<double>($"has no unit; write {text}{unit}");
        return
            text.EndsWith(unit, StringComparison.Ordinal)
            && Decimals.TryParse(text.AsSpan(..^unit.Length), out var number)
            ? (double)(number / 100)
            : Parsed.Wrong<double>($"is not a number of {unit}; write for example 10{unit}");
    }

    /// <param name="share">A fraction.</param>
    public static string Format(double share) =>
        string.Create(CultureInfo.InvariantCulture, $"{(decimal)share * 100:0.######}%");
}
