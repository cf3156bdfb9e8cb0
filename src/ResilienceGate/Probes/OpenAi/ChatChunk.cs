using System.Text.Json;

namespace ResilienceGate.Probes.OpenAi;

/// <summary>
/// An event of the stream, and also the answer in one piece: there each choice has a <c>message</c> instead of a
/// <c>delta</c>. The event with the usage has no choices.
/// </summary>
internal sealed record ChatChunk(
    IReadOnlyList<ChatChoice>? Choices,
    ChatUsage? Usage,
    string? SystemFingerprint,
    JsonElement? Error
);
