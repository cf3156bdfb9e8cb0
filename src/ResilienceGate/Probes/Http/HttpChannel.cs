using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using ResilienceGate.Agents;

namespace ResilienceGate.Probes.Http;

/// <summary>Calls to one server over HTTP/1.1, as its users' clients would make them.</summary>
internal sealed class HttpChannel(ModelEndpoint endpoint) : IDisposable
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly (string Name, string Value)[] _headers = [];

    private readonly HttpMessageInvoker _invoker = new(CreateHandler(endpoint));

    /// <summary>Sent with each request, each as <c>Name: value</c>.</summary>
    public IReadOnlyList<string> Headers
    {
        init => _headers = [.. value.Select(Split)];
    }

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

    /// <summary>Sends one request and has the response read while it comes.</summary>
    /// <param name="read">Cancelled with the call; what it throws is what the connection threw.</param>
    /// <inheritdoc cref="SendAsync"/>
    public async ValueTask<Reply<T>> StreamAsync<T>(
        HttpMethod method,
        Uri uri,
        ReadOnlyMemory<byte>? payload,
        Func<HttpResponseMessage, CancellationToken, ValueTask<Reply<T>>> read,
        CancellationToken ct
    )
        where T : class
    {
        using var request = CreateRequest(method, uri, payload);
        var begun = false;
        try
        {
            using var response = await _invoker.SendAsync(request, ct);
            begun = true;
            return await read(response, ct);
        }
        catch (OperationCanceledException)
        {
            return Reply.Failed<T>(Outcome.Timeout, "no complete response within the deadline");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            var outcome = HttpFailure.Classify(e);
            // What a closed connection cuts off is told apart from one that was never served.
            return Reply.Failed<T>(begun && outcome is Outcome.Reset ? Outcome.Truncated : outcome, e.Message);
        }
    }

    public void Dispose() => _invoker.Dispose();

    private HttpRequestMessage CreateRequest(HttpMethod method, Uri uri, ReadOnlyMemory<byte>? payload)
    {
        var request = new HttpRequestMessage(method, uri) { Version = HttpVersion.Version11 };
        request.Headers.Host = endpoint.Host;
        if (endpoint.Connections is ConnectionPolicy.Fresh)
            request.Headers.ConnectionClose = true;
        foreach (var (name, value) in _headers)
            request.Headers.TryAddWithoutValidation(name, value);
        if (payload is { Length: > 0 } bytes)
        {
            request.Content = new ReadOnlyMemoryContent(bytes);
            request.Content.Headers.ContentType = Json;
        }

        return request;
    }

    private static (string Name, string Value) Split(string header)
    {
        var colon = header.IndexOf(':', StringComparison.Ordinal);
        return (header[..colon], header[(colon + 1)..].Trim());
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
