namespace ResilienceGate.Recommender.Serving.Protocol;

internal sealed record ServerMetadata(string Name, string Version, IReadOnlyList<string> Extensions);
