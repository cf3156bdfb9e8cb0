namespace ResilienceGate.Probes.OpenAi;

internal sealed record ChatUsage(int? CompletionTokens);
