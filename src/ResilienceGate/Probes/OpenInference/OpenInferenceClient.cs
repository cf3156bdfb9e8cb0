using ResilienceGate.Agents;
using ResilienceGate.Probes.Http;

namespace ResilienceGate.Probes.OpenInference;

internal sealed class OpenInferenceClient : IModelClient
{
    private readonly HttpChannel channel;
    private readonly Uri infer;
    private readonly Uri metadata;
    private readonly Uri ready;

    public OpenInferenceClient(ModelEndpoint endpoint)
    {
        channel = new HttpChannel(endpoint);
        var model = $"v2/models/{Uri.EscapeDataString(endpoint.Model)}";
        infer = new Uri(endpoint.Server, $"{model}/infer");
        metadata = new Uri(endpoint.Server, model);
        ready = new Uri(endpoint.Server, $"{model}/ready");
    }

    public ValueTask<Reply<Answer>> InferAsync(PreparedRequest request, CancellationToken ct) =>
        channel.SendAsync(HttpMethod.Post, infer, request.Payload, InferResponse.Read, ct);

    public async ValueTask<Reply<ModelDescription>> DescribeAsync(CancellationToken ct)
    {
        var description = await channel.SendAsync(HttpMethod.Get, metadata, null, MetadataResponse.Read, ct);
        if (description.Value is not { } model)
            return description;
        // Servers differ in the status of a model that is not ready (400, 404, 503): only 200 means that it is.
        var answer = await channel.SendAsync(HttpMethod.Get, ready, null, MetadataResponse.ReadReadiness, ct);
        return Reply.Answered(model with { IsReady = answer.Outcome is Outcome.Good });
    }

    public void Dispose() => channel.Dispose();
}
