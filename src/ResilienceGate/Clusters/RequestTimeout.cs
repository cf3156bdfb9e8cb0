namespace ResilienceGate.Clusters;

/// <summary>
/// Gives up every request whose answer is not there in time, body included. Streams (watches, logs that are followed)
/// are exempt: they stay open for as long as they are wanted.
/// </summary>
/// <remarks>
/// Giving up over HTTP/1.1 closes the connection, so that the next attempt has a fresh one. Over HTTP/2 it ends the one
/// request only; a connection that is dead is found out by pings, see <see cref="ClusterConnection"/>.
/// </remarks>
internal sealed class RequestTimeout(TimeSpan limit, TimeProvider time) : DelegatingHandler
{
    /// <exception cref="HttpRequestException">There was no answer in time.</exception>
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        if (IsStream(request))
            return await base.SendAsync(request, cancellationToken);
        using var timeout = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        HttpResponseMessage? response = null;
        try
        {
            response = await base.SendAsync(request, either.Token);
            await response.Content.LoadIntoBufferAsync(either.Token);
            return response;
        }
        catch (OperationCanceledException e)
            when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            response?.Dispose();
            throw new HttpRequestException($"no answer to {request.Method} within {limit.TotalSeconds:0} s", e);
        }
    }

    private static bool IsStream(HttpRequestMessage request) =>
        request.RequestUri?.Query is { } query
        && (
            query.Contains("watch=true", StringComparison.OrdinalIgnoreCase)
            || query.Contains("follow=true", StringComparison.OrdinalIgnoreCase)
        );
}
