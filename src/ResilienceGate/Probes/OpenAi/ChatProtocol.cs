using System.Text.Json.Nodes;
using ResilienceGate.Agents;
using ResilienceGate.Probes.Json;

namespace ResilienceGate.Probes.OpenAi;

/// <summary>
/// Chat completions of OpenAI, streamed as server-sent events, as vLLM, TGI, OVMS and Ollama have them too:
/// https://platform.openai.com/docs/api-reference/chat-streaming
/// </summary>
internal sealed class ChatProtocol(ChatOptions options) : IProbeProtocol
{
    public const string Word = "openai";

    /// <summary>What the probe decides itself.</summary>
    private static readonly string[] Reserved = ["model", "stream", "stream_options", "n"];

    public string Name => Word;

    public string? FindProblem(JsonObject body)
    {
        if (body["messages"] is not JsonArray { Count: > 0 } messages)
            return "no 'messages'; a request is {\"messages\": [{\"role\": \"user\", \"content\": \"...\"}]}";
        if (messages.Any(message => message is not JsonObject spoken || spoken["role"] is null))
            return "a message is no object with a 'role'; write {\"role\": \"user\", \"content\": \"...\"}";
        return Reserved.FirstOrDefault(body.ContainsKey) is { } key
            ? $"'{key}' is set by the probe (the model is the plan's, and each answer one stream); remove it"
            : null;
    }

    public Reply<Answer> ReadAnswer(JsonNode answer) => WholeAnswer.Read(answer);

    /// <summary>Greedy and seeded unless the request says otherwise: an answer drawn at random has no truth.</summary>
    public PreparedRequest Prepare(ProbeRequest request, string model)
    {
        var body = request.Body.DeepClone().AsObject();
        body["model"] = model;
        body["stream"] = true;
        body["stream_options"] = new JsonObject { ["include_usage"] = true };
        body.TryAdd("temperature", 0);
        body.TryAdd("seed", 0);
        return new PreparedRequest(request.Id, RequestBody.Serialize(body), request.Expected);
    }

    public IModelClient Connect(ModelEndpoint endpoint) => new ChatClient(endpoint, options);
}
