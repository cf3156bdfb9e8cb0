namespace ResilienceGate.Recommender.Serving.Configuration;

internal enum SeedMode
{
    /// <summary>Every process serves the weights of the checkpoint.</summary>
    Fixed,

    /// <summary>Every process adds random noise of its own to the weights, so that replicas disagree.</summary>
    PerPod,
}
