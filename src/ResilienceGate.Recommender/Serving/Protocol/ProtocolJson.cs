using System.Text.Json.Serialization;

namespace ResilienceGate.Recommender.Serving.Protocol;

/// <summary>Source-generated, so that the first request after a start does not wait for reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(InferRequest))]
[JsonSerializable(typeof(ErrorReply))]
[JsonSerializable(typeof(LiveReply))]
[JsonSerializable(typeof(ReadyReply))]
[JsonSerializable(typeof(ModelReadyReply))]
[JsonSerializable(typeof(ServerMetadata))]
[JsonSerializable(typeof(ModelMetadata))]
internal sealed partial class ProtocolJson : JsonSerializerContext;
