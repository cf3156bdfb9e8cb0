using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using ResilienceGate.Agents;

namespace ResilienceGate.Probes.Http;

/// <summary>Calls to one server over HTTP/1.1, as its users' clients would make them.</summary>
internal sealed class HttpChannel(ModelEndpoint endpoint) : IDisposable
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly HttpMessageInvoker _invoker = new(CreateHandler(endpoint));

    /// <summary>Sends one request, reads the whole response and has it read.</summary>
    /// <param name="payload">A body of JSON; null for none.</param>
    /// <param name="ct">The call's deadline.</param>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<Reply<T>> SendAsync<T>(
        HttpMethod method,
        Uri uri,
        ReadOnlyMemory<byte>? payload,
        ReplyReader<T> read,
        CancellationToken ct
    )
        where T : class
    {
        using var request = CreateRequest(method, uri, payload);
        try
        {
            using var response = await _invoker.SendAsync(request, ct);
            using var body = await HttpBody.ReadAsync(response.Content, ct);
            return body.IsTooLarge
                ? Reply.Failed<T>(Outcome.Malformed, $"a response of more than {HttpBody.MaxLength} bytes")
                : read(response.StatusCode, body.Bytes);
        }
        catch (OperationCanceledException)
        {
            return Reply.Failed<T>(Outcome.Timeout, "no complete response within the deadline");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return Reply.Failed<T>(HttpFailure.Classify(e), e.Message);
        }
    }

    public void Dispose() => _invoker.Dispose();

    private HttpRequestMessage CreateRequest(HttpMethod method, Uri uri, ReadOnlyMemory<byte>? payload)
    {
        var request = new HttpRequestMessage(method, uri) { Version = HttpVersion.Version11 };
        request.Headers.Host = endpoint.Host;
        if (endpoint.Connections is ConnectionPolicy.Fresh)
            request.Headers.ConnectionClose = true;
        if (payload is { } bytes)
        {
            request.Content = new ReadOnlyMemoryContent(bytes);
            request.Content.Headers.ContentType = Json;
        }

        return request;
    }

    private static SocketsHttpHandler CreateHandler(ModelEndpoint endpoint)
    {
        var handler = new SocketsHttpHandler
        {
            ActivityHeadersPropagator = null,
            AllowAutoRedirect = false,
            ConnectTimeout = endpoint.ConnectTimeout,
            MaxResponseDrainSize = 0,
            UseCookies = false,
            UseProxy = false,
        };
        // With a lifetime of zero every request has a pool to itself: no request waits for, or is given, a connection
        // that was opened for another one.
        if (endpoint.Connections is ConnectionPolicy.Fresh)
            handler.PooledConnectionLifetime = TimeSpan.Zero;
        return handler;
    }
}
