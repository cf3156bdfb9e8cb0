using System.Net;
using ResilienceGate.Agents;
using ResilienceGate.Probes.Http;

namespace ResilienceGate.Probes.HttpApi;

internal sealed class HttpApiClient(ModelEndpoint endpoint, HttpExchange exchange, AnswerPath answer) : IModelClient
{
    private readonly HttpChannel _channel = new(endpoint) { Headers = exchange.Headers };
    private readonly HttpMethod _method = HttpMethod.Parse(exchange.Method);
    private readonly Uri _call = new(endpoint.Server, exchange.Path);

    public ValueTask<Reply<Answer>> InferAsync(PreparedRequest request, CancellationToken ct) =>
        _channel.SendAsync(_method, _call, request.Payload.IsEmpty ? null : request.Payload, Read, ct);

    public ValueTask<Reply<ModelDescription>> DescribeAsync(CancellationToken ct) =>
        exchange.Health is { } health
            ? _channel.SendAsync(HttpMethod.Get, new Uri(endpoint.Server, health), null, ReadHealth, ct)
            // Whether it serves, its answers will tell.
            : ValueTask.FromResult(Reply.Answered(new ModelDescription(IsReady: true, null, null)));

    public void Dispose() => _channel.Dispose();

    private Reply<Answer> Read(HttpStatusCode status, ReadOnlySpan<byte> body)
    {
        if ((int)status == exchange.Status)
            return answer.Read(body);
        return ErrorResponse.Read<Answer>(status, body)
            ?? Reply.Failed<Answer>(Outcome.Malformed, $"HTTP {(int)status} where the plan has {exchange.Status}");
    }

    private static Reply<ModelDescription> ReadHealth(HttpStatusCode status, ReadOnlySpan<byte> body) =>
        Reply.Answered(new ModelDescription(IsReady: status is HttpStatusCode.OK, null, null));
}
