namespace ResilienceGate.Recommender.Serving.Configuration;

/// <summary>A variable has a value that it cannot have. The message names it and what it may be.</summary>
internal sealed class OptionsException(string message) : Exception(message);
