namespace ResilienceGate.Core.Consistency;

/// <summary>What one replica says of itself and answers to the golden requests, asked by its own address.</summary>
public sealed record ReplicaState
{
    public required string Pod { get; init; }

    public required string Address { get; init; }

    public string? ModelVersion { get; init; }

    /// <summary>The state digest from the model's metadata, <c>sha256:...</c>; null when the server publishes none.</summary>
    public string? Digest { get; init; }

    /// <summary>Answers by request id.</summary>
    public required IReadOnlyDictionary<string, Prediction> Answers { get; init; }

    /// <summary>Why the replica could not be asked; null when it answered everything.</summary>
    public string? Error { get; init; }
}
