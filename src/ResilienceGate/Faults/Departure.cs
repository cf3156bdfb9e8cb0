using ResilienceGate.Targets;

namespace ResilienceGate.Faults;

/// <summary>Proves that pods were asked to go.</summary>
internal static class Departure
{
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(15);

    /// <summary>Null when one of them still stands as before.</summary>
    public static async Task<string?> ProveAsync(TargetWatch watch, IReadOnlyList<PodTimes> pods, CancellationToken ct)
    {
        var leaving = await watch.WaitAsync(
            state => pods.All(p => state.Pods.TryGetValue(p.Uid, out var now) && now.DeletionMarked is not null),
            Within,
            ct
        );
        return leaving is null
            ? null
            : $"marked for deletion: {string.Join(", ", pods.Select(p => $"{p.Name} (uid {p.Uid[..Math.Min(8, p.Uid.Length)]})"))}";
    }
}
