using System.Buffers;
using System.Globalization;

namespace ResilienceGate.Recommender.Serving.Configuration;

/// <summary>Durations as Kubernetes writes them: <c>5s</c>, <c>1m30s</c>, <c>1.5h</c>, <c>0</c>; never negative.</summary>
internal static class GoDuration
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);
    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789.");

    // "ms" stands before "m", or 5ms would be read as minutes.
    private static readonly (string Suffix, long Ticks)[] Units =
    [
        ("ms", TimeSpan.TicksPerMillisecond),
        ("us", TimeSpan.TicksPerMicrosecond),
        ("h", TimeSpan.TicksPerHour),
        ("m", TimeSpan.TicksPerMinute),
        ("s", TimeSpan.TicksPerSecond),
    ];

    public static bool TryParse(ReadOnlySpan<char> text, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        if (text is "0")
            return true;

        var rest = text;
        while (!rest.IsEmpty)
        {
            var digits = rest.IndexOfAnyExcept(NumberCharacters);
            if (
                digits < 1
                || !decimal.TryParse(
                    rest[..digits],
                    NumberStyles.AllowDecimalPoint,
                    CultureInfo.InvariantCulture,
                    out var number
                )
                || TakeUnit(ref rest, digits) is not { } ticks
                || number * ticks > Longest.Ticks
            )
                return false;
            duration += TimeSpan.FromTicks((long)(number * ticks));
        }

        return !text.IsEmpty && duration <= Longest;
    }

    private static long? TakeUnit(ref ReadOnlySpan<char> rest, int digits)
    {
        foreach (var (suffix, ticks) in Units)
        {
            if (!rest[digits..].StartsWith(suffix, StringComparison.Ordinal))
                continue;
            rest = rest[(digits + suffix.Length)..];
            return ticks;
        }

        return null;
    }
}
