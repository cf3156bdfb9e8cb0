using System.Text.Json.Serialization;
using ResilienceGate.Agents.Faults;

namespace ResilienceGate.Agents;

/// <summary>The JSON that the gate and its agents exchange.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    Converters = [typeof(OracleJsonConverter)],
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true
)]
[JsonSerializable(typeof(ProbeConfiguration))]
[JsonSerializable(typeof(ProbeCommand))]
[JsonSerializable(typeof(ProbeRecord))]
[JsonSerializable(typeof(FaultOrder))]
[JsonSerializable(typeof(FaultRecord))]
internal sealed partial class AgentJson : JsonSerializerContext;
