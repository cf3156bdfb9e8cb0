namespace ResilienceGate.Probes.OpenAi;

/// <param name="Delta">The next piece, in a stream.</param>
/// <param name="Message">All of it, in an answer in one piece.</param>
internal sealed record ChatChoice(ChatMessage? Delta, ChatMessage? Message, string? FinishReason);
