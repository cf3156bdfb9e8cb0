using System.Globalization;
using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json;
using ResilienceGate.Agents;
using ResilienceGate.Probes.Http;

namespace ResilienceGate.Probes.OpenAi;

internal sealed class ChatClient : IModelClient
{
    private readonly ModelEndpoint _endpoint;
    private readonly ChatOptions _options;
    private readonly HttpChannel _channel;
    private readonly Uri _completions;
    private readonly Uri _models;
    private readonly Uri _health;
    private readonly Uri _info;

    public ChatClient(ModelEndpoint endpoint, ChatOptions options)
    {
        _endpoint = endpoint;
        _options = options;
        _channel = new HttpChannel(endpoint);
        _completions = new Uri(endpoint.Server, $"{options.Path}/chat/completions");
        _models = new Uri(endpoint.Server, $"{options.Path}/models");
        _health = new Uri(endpoint.Server, "/health");
        _info = new Uri(endpoint.Server, "/info");
    }

    public ValueTask<Reply<Answer>> InferAsync(PreparedRequest request, CancellationToken ct) =>
        _channel.StreamAsync(HttpMethod.Post, _completions, request.Payload, Reader(), ct);

    public async ValueTask<Reply<ModelDescription>> DescribeAsync(CancellationToken ct)
    {
        var listed = await _channel.SendAsync(
            HttpMethod.Get,
            _models,
            null,
            (status, body) => ServerMetadata.ReadModels(status, body, _endpoint.Model),
            ct
        );
        if (listed.Value is not { } model)
            return listed;
        var health = await _channel.SendAsync(HttpMethod.Get, _health, null, ServerMetadata.ReadHealth, ct);
        var info = await _channel.SendAsync(HttpMethod.Get, _info, null, ServerMetadata.ReadInfo, ct);
        // vLLM and TGI have a health call, others do not: that there is none says nothing of the model.
        var healthy = health.Outcome is Outcome.Good or Outcome.ClientError;
        return Reply.Answered(model with { IsReady = model.IsReady && healthy, Digest = info.Value?.Digest });
    }

    public void Dispose() => _channel.Dispose();

    private Func<HttpResponseMessage, CancellationToken, ValueTask<Reply<Answer>>> Reader()
    {
        var sent = _endpoint.Time.GetTimestamp();
        return (response, ct) => ReadAsync(response, sent, ct);
    }

    private async ValueTask<Reply<Answer>> ReadAsync(HttpResponseMessage response, long sent, CancellationToken ct)
    {
        if (response.StatusCode is not HttpStatusCode.OK || !IsStream(response))
            return await ReadWholeAsync(response, ct);
        var transcript = new ChatTranscript(_endpoint.Time, sent);
        using var quiet = new CancellationTokenSource(_options.Stall, _endpoint.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, quiet.Token);
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(either.Token);
            var events = SseParser.Create(stream, (kind, data) => transcript.Take(kind, data));
            await foreach (var read in events.EnumerateAsync(either.Token))
            {
                // A connection that is to be used again has to be read to its end.
                if (read.Data && _endpoint.Connections is ConnectionPolicy.Fresh)
                    break;
                quiet.CancelAfter(_options.Stall);
            }
        }
        catch (JsonException e)
        {
            return Reply.Failed<Answer>(Outcome.Malformed, $"an event is not valid: {e.Message}");
        }
        catch (OperationCanceledException) when (quiet.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            return Reply.Failed<Answer>(
                Outcome.Stalled,
                $"nothing came for {_options.Stall.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture)} s"
            );
        }

        return transcript.Complete();
    }

    private static bool IsStream(HttpResponseMessage response) =>
        response.Content.Headers.ContentType?.MediaType is "text/event-stream";

    /// <summary>What is no stream is an error, be it under a status of success.</summary>
    private static async ValueTask<Reply<Answer>> ReadWholeAsync(HttpResponseMessage response, CancellationToken ct)
    {
        using var body = await HttpBody.ReadAsync(response.Content, ct);
        return ErrorResponse.Read<Answer>(response.StatusCode, body.Bytes) ?? WholeAnswer.Refuse(body.Bytes);
    }
}
