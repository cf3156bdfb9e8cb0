namespace ResilienceGate.Probes.OpenAi;

/// <summary>A message, or the next piece of one.</summary>
/// <param name="ReasoningContent">What a model thinks before it answers: it counts as a sign of life, not as the answer.</param>
internal sealed record ChatMessage(string? Content, string? ReasoningContent, IReadOnlyList<ChatToolCall>? ToolCalls);
