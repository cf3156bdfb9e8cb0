using ResilienceGate.Probes.HttpApi;
using ResilienceGate.Probes.OpenAi;

namespace ResilienceGate.Probes;

/// <summary>What a protocol is told beside its name: each its own, the others' are null.</summary>
internal sealed record ProtocolOptions
{
    public static ProtocolOptions None { get; } = new();

    public ChatOptions? Chat { get; init; }

    public HttpExchange? Http { get; init; }
}
