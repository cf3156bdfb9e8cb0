namespace ResilienceGate.Core.Reports;

/// <summary>A state digest as people compare it.</summary>
internal static class ReplicaDigest
{
    private const int Length = 12;

    /// <summary><c>sha256:0f1e2d3c4b5a</c>: the algorithm, where it is named, and the first digits.</summary>
    public static string Short(string digest)
    {
        var hash = digest.IndexOf(':', StringComparison.Ordinal) + 1;
        return digest[..Math.Min(digest.Length, hash + Length)];
    }
}
