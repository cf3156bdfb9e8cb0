using ResilienceGate.Agents;
using ResilienceGate.Probes.Http;

namespace ResilienceGate.Probes.OpenInference;

internal sealed class OpenInferenceClient : IModelClient
{
    private readonly HttpChannel _channel;
    private readonly Uri _infer;
    private readonly Uri _metadata;
    private readonly Uri _ready;

    public OpenInferenceClient(ModelEndpoint endpoint)
    {
        _channel = new HttpChannel(endpoint);
        var model = $"v2/models/{Uri.EscapeDataString(endpoint.Model)}";
        _infer = new Uri(endpoint.Server, $"{model}/infer");
        _metadata = new Uri(endpoint.Server, model);
        _ready = new Uri(endpoint.Server, $"{model}/ready");
    }

    public ValueTask<Reply<Answer>> InferAsync(PreparedRequest request, CancellationToken ct) =>
        _channel.SendAsync(HttpMethod.Post, _infer, request.Payload, InferResponse.Read, ct);

    public async ValueTask<Reply<ModelDescription>> DescribeAsync(CancellationToken ct)
    {
        var description = await _channel.SendAsync(HttpMethod.Get, _metadata, null, MetadataResponse.Read, ct);
        if (description.Value is not { } model)
            return description;
        // Servers differ in the status of a model that is not ready (400, 404, 503): only 200 means that it is.
        var answer = await _channel.SendAsync(HttpMethod.Get, _ready, null, MetadataResponse.ReadReadiness, ct);
        return Reply.Answered(model with { IsReady = answer.Outcome is Outcome.Good });
    }

    public void Dispose() => _channel.Dispose();
}
