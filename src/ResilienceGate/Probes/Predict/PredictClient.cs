using ResilienceGate.Probes.Http;

namespace ResilienceGate.Probes.Predict;

/// <param name="readStatus">Reads what <c>GET /v1/models/M</c> responds, in which the protocols differ.</param>
internal sealed class PredictClient(ModelEndpoint endpoint, ReplyReader<ModelDescription> readStatus) : IModelClient
{
    private readonly HttpChannel _channel = new(endpoint);
    private readonly Uri _predict = Address(endpoint, ":predict");
    private readonly Uri _status = Address(endpoint, "");

    public ValueTask<Reply<Answer>> InferAsync(PreparedRequest request, CancellationToken ct) =>
        _channel.SendAsync(HttpMethod.Post, _predict, request.Payload, PredictResponse.Read, ct);

    public ValueTask<Reply<ModelDescription>> DescribeAsync(CancellationToken ct) =>
        _channel.SendAsync(HttpMethod.Get, _status, null, readStatus, ct);

    public void Dispose() => _channel.Dispose();

    private static Uri Address(ModelEndpoint endpoint, string verb) =>
        new(endpoint.Server, $"v1/models/{Uri.EscapeDataString(endpoint.Model)}{verb}");
}
