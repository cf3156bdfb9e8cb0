using F23.StringSimilarity;

namespace ResilienceGate.Plans.Forms;

/// <summary>Which word was meant.</summary>
internal static class Nearest
{
    private const int LongestWord = 40;

    /// <summary>
    /// The word within a third of its length in edits of <paramref name="written"/>, the closest first; null when there
    /// is none, for a far-fetched guess helps less than the list.
    /// </summary>
    public static string? To(string written, IEnumerable<string> words)
    {
        if (written.Length > LongestWord)
            return null;
        var distance = new Damerau();
        var plain = written.Replace('_', '-').ToLowerInvariant();
        return words
            .Select(word => (Word: word, Edits: distance.Distance(plain, word)))
            .Where(w => w.Edits <= Math.Max(1, w.Word.Length / 3))
            .OrderBy(w => w.Edits)
            .Select(w => w.Word)
            .FirstOrDefault();
    }
}
