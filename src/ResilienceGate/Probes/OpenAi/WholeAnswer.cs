using System.Text.Json;
using System.Text.Json.Nodes;
using ResilienceGate.Agents;

namespace ResilienceGate.Probes.OpenAi;

/// <summary>An answer in one piece: what a requests file expects, and nothing that a stream may be.</summary>
internal static class WholeAnswer
{
    /// <summary>Reads a chat completion, or the text alone.</summary>
    public static Reply<Answer> Read(JsonNode answer)
    {
        var text = new ChatText();
        if (answer is JsonValue value && value.TryGetValue<string>(out var said))
        {
            text.Append(new ChatMessage(said, null, null));
            return Reply.Answered(new Answer(text.ToPrediction(), ModelVersion: null));
        }

        try
        {
            if (answer.Deserialize(ChatJson.Default.ChatChunk)?.Choices is [{ Message: { } message }, ..])
            {
                text.Append(message);
                return Reply.Answered(new Answer(text.ToPrediction(), ModelVersion: null));
            }
        }
        catch (JsonException e)
        {
            return Malformed(e.Message);
        }

        return Malformed("it has no choices[0].message; write a text, or a chat completion");
    }

    /// <summary>A response of success that is no stream: an error, as a rule.</summary>
    public static Reply<Answer> Refuse(ReadOnlySpan<byte> body)
    {
        try
        {
            return
                JsonSerializer.Deserialize(body, ChatJson.Default.ChatChunk)?.Error
                    is { ValueKind: not JsonValueKind.Null } error
                ? Reply.Failed<Answer>(Outcome.ServerError, $"HTTP 200 with an error: {error}")
                : Malformed("the answer came in one piece where a stream was asked for");
        }
        catch (JsonException e)
        {
            return Malformed($"the answer is neither a stream nor valid JSON: {e.Message}");
        }
    }

    private static Reply<Answer> Malformed(string problem) => Reply.Failed<Answer>(Outcome.Malformed, problem);
}
