namespace ResilienceGate.Recommender.Serving.Configuration;

internal enum ReadinessMode
{
    /// <summary>Ready when the model is loaded and the server is not shutting down.</summary>
    Model,

    /// <summary>Shallow: ready as soon as it listens, whatever the model does.</summary>
    Always,
}
