namespace ResilienceGate.EmbeddedClusters;

/// <summary>The images that the embedded cluster knows as programs of this machine.</summary>
internal static class SampleImages
{
    public const string Recommender = "ghcr.io/resilience-gate/recommender";

    /// <summary>The product's own image: its entry point is the gate's executable.</summary>
    public const string Gate = "ghcr.io/resilience-gate/resilience-gate";
}
