namespace ResilienceGate.LocalCluster.Images;

/// <summary>What an image name stands for here.</summary>
internal sealed record Image
{
    /// <summary>The identity that a container's status shows as <c>imageID</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The program with its leading arguments; empty when the container must bring a command.</summary>
    public required IReadOnlyList<string> Entrypoint { get; init; }

    /// <summary>Whether there is no other program in it, so that a command of the container's own is not found.</summary>
    public bool HoldsNothingElse { get; init; }
}
