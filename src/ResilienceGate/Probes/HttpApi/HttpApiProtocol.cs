using System.Text.Json;
using System.Text.Json.Nodes;
using ResilienceGate.Agents;
using ResilienceGate.Probes.Json;

namespace ResilienceGate.Probes.HttpApi;

/// <summary>An HTTP API of one's own: the plan says how it is called, and where in the response its answer is.</summary>
internal sealed class HttpApiProtocol(HttpExchange exchange) : IProbeProtocol
{
    public const string Word = "http";

    private readonly AnswerPath _answer = new(exchange.Answer);

    public string Name => Word;

    public string? FindProblem(JsonObject body) =>
        exchange.Method == "GET" && body.Count > 0
            ? "a GET has no body; write {}, or another probe.method in the plan"
            : null;

    public Reply<Answer> ReadAnswer(JsonNode answer) => _answer.Read(JsonSerializer.SerializeToUtf8Bytes(answer));

    public PreparedRequest Prepare(ProbeRequest request, string model) =>
        new(request.Id, exchange.Method == "GET" ? default : RequestBody.Serialize(request.Body), request.Expected);

    public IModelClient Connect(ModelEndpoint endpoint) => new HttpApiClient(endpoint, exchange, _answer);
}
