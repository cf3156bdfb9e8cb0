using System.Globalization;
using ResilienceGate.Plans.Forms;

namespace ResilienceGate.Plans.Units;

/// <summary>What a link carries, in bits a second as tc(8) and Chaos Mesh write them: <c>1mbit</c>.</summary>
internal static class Bandwidths
{
    private const long Least = 8_000;
    private const long Most = 100_000_000_000;
    private const string Example = "1mbit";

    private static readonly (string Word, long Bits)[] Units =
    [
        ("kbit", 1_000),
        ("mbit", 1_000_000),
        ("gbit", 1_000_000_000),
    ];

    /// <summary>Bits a second.</summary>
    public static ScalarForm<long> Form { get; } =
        new TextForm<long>(
            "a bandwidth from 8kbit to 100gbit, in kbit, mbit or gbit a second",
            @"^[0-9]{1,9}(\.[0-9]{1,3})?(kbit|mbit|gbit)$",
            Example,
            text =>
                Parse(text)
                    .When(
                        bits => bits is >= Least and <= Most,
                        $"is not between 8kbit and 100gbit; write for example {Example}"
                    )
        );

    public static Parsed<long> Parse(string text)
    {
        if (Decimals.TryParse(text, out _))
            return Parsed.Wrong<long>($"has no unit; write {text}mbit for megabits a second");
        if (text.EndsWith("bps", StringComparison.OrdinalIgnoreCase))
            return Parsed.Wrong<long>(
                $"is bytes a second to some and bits to others; write the bits, such as {Example}"
            );
        foreach (var (word, bits) in Units)
        {
            if (
                text.EndsWith(word, StringComparison.Ordinal)
                && Decimals.TryParse(text.AsSpan(..^word.Length), out var number)
            )
                return (long)Math.Min(number * bits, long.MaxValue);
        }
        return Parsed.Wrong<long>($"is not a bandwidth; write a number with kbit, mbit or gbit, such as {Example}");
    }

    /// <summary>The largest unit of which it is a whole number.</summary>
    public static string Format(long bitsPerSecond)
    {
        var (word, bits) = Units.LastOrDefault(u => bitsPerSecond % u.Bits is 0, Units[0]);
        return string.Create(CultureInfo.InvariantCulture, $"{(decimal)bitsPerSecond / bits}{word}");
    }
}
