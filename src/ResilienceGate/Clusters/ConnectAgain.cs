namespace ResilienceGate.Clusters;

/// <summary>
/// Asks again when no connection came about in time: that limit is short, so that a dead address holds nothing up, and a
/// busy machine can exceed it. Nothing was sent by then, so that every request may be sent again.
/// </summary>
internal sealed class ConnectAgain : DelegatingHandler
{
    /// <param name="request">As often as needed.</param>
    /// <param name="cancellationToken">Ends it.</param>
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        while (true)
        {
            try
            {
                return await base.SendAsync(request, cancellationToken);
            }
            // Of nobody who waits for the answer, so of the connection.
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested) { }
        }
    }
}
