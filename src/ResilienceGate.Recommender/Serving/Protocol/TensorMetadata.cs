namespace ResilienceGate.Recommender.Serving.Protocol;

/// <summary>In the shape, -1 stands for a size that the request decides.</summary>
internal sealed record TensorMetadata(string Name, string Datatype, IReadOnlyList<long> Shape);
