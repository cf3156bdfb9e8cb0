using ResilienceGate.Probes.HttpApi;
using ResilienceGate.Probes.OpenAi;
using ResilienceGate.Probes.OpenInference;
using ResilienceGate.Probes.Predict;

namespace ResilienceGate.Probes;

/// <summary>
/// The protocols that a probe can be told. A new one is one folder, its keys in <c>Plans/Sections/ProtocolVariants.cs</c>
/// and one line here.
/// </summary>
internal static class ProbeProtocols
{
    public static IReadOnlyList<string> Names { get; } =
    [
        OpenInferenceProtocol.Word,
        PredictProtocol.KServeWord,
        PredictProtocol.TensorFlowServingWord,
        ChatProtocol.Word,
        HttpApiProtocol.Word,
    ];

    /// <returns>Null when there is none of this name, or it lacks its options.</returns>
    public static IProbeProtocol? Find(string name, ProtocolOptions options) =>
        name switch
        {
            OpenInferenceProtocol.Word => new OpenInferenceProtocol(),
            PredictProtocol.KServeWord => PredictProtocol.KServe,
            PredictProtocol.TensorFlowServingWord => PredictProtocol.TensorFlowServing,
            ChatProtocol.Word when options.Chat is { } chat => new ChatProtocol(chat),
            HttpApiProtocol.Word when options.Http is { } exchange => new HttpApiProtocol(exchange),
            _ => null,
        };
}
