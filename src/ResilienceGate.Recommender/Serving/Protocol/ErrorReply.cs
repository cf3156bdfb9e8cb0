namespace ResilienceGate.Recommender.Serving.Protocol;

/// <summary>The body of every reply that is not 200.</summary>
internal sealed record ErrorReply(string Error);
