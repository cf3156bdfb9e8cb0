using System.Globalization;

namespace ResilienceGate.LocalCluster.Store;

/// <summary>Resource versions on the wire are decimal strings of the store's revision.</summary>
internal static class Revisions
{
    public static string Format(long revision) => revision.ToString(CultureInfo.InvariantCulture);

    /// <returns>0 for an absent or empty version, as the real server reads it.</returns>
    public static long Parse(string? resourceVersion) =>
        string.IsNullOrEmpty(resourceVersion) ? 0
        : long.TryParse(resourceVersion, NumberStyles.None, CultureInfo.InvariantCulture, out var revision) ? revision
        : throw StatusException.BadRequest(
            $"Invalid value: \"{resourceVersion}\": strconv.ParseUint: parsing \"{resourceVersion}\": invalid syntax"
        );
}
