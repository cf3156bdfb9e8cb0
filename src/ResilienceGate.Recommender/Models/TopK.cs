namespace ResilienceGate.Recommender.Models;

/// <summary>
/// The best of a list, best first. Equal scores go by the lower index, so that every replica answers alike; a NaN ranks
/// below every number.
/// </summary>
internal static class TopK
{
    /// <param name="scores">At least as many as <paramref name="best"/> is long.</param>
    /// <param name="best">Receives indices into <paramref name="scores"/>.</param>
    public static void Select(ReadOnlySpan<float> scores, Span<int> best)
    {
        var count = 0;
        for (var candidate = 0; candidate < scores.Length; candidate++)
        {
            if (count < best.Length)
                count++;
            else if (count is 0 || scores[candidate].CompareTo(scores[best[^1]]) <= 0)
                continue;

            // Nearly every candidate ends above; for the few that do not, moving a short list beats keeping a heap.
            var place = PlaceOf(candidate, scores, best[..(count - 1)]);
            best[place..(count - 1)].CopyTo(best[(place + 1)..]);
            best[place] = candidate;
        }
    }

    /// <summary>Behind the last that is at least as good: candidates come by rising index.</summary>
    private static int PlaceOf(int candidate, ReadOnlySpan<float> scores, ReadOnlySpan<int> ranked)
    {
        var (low, high) = (0, ranked.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (scores[ranked[middle]].CompareTo(scores[candidate]) >= 0)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
