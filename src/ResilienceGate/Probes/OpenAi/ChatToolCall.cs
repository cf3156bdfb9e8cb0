namespace ResilienceGate.Probes.OpenAi;

internal sealed record ChatToolCall(ChatFunction? Function);
