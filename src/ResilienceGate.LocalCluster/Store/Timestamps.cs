using System.Globalization;

namespace ResilienceGate.LocalCluster.Store;

/// <summary>The two forms of time on the wire: <c>metav1.Time</c> in whole seconds, <c>metav1.MicroTime</c>.</summary>
internal static class Timestamps
{
    public static string Format(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static string FormatMicro(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    public static DateTimeOffset Parse(string text) =>
        TryParse(text) ?? throw StatusException.BadRequest($"parsing time \"{text}\": not an RFC 3339 time");

    public static DateTimeOffset? TryParse(string text) =>
        DateTimeOffset.TryParse(
            text,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var time
        )
            ? time
            : null;
}
