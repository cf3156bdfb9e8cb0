using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;

namespace ResilienceGate.LocalCluster.Nodes.Probes;

/// <summary>GET; any status from 200 to 399 is a success. Certificates are not looked at, as the kubelet does not.</summary>
internal sealed class HttpProber(
    HttpMessageInvoker client,
    Uri uri,
    IReadOnlyList<KeyValuePair<string, string>> headers
) : IProber
{
    /// <summary>A client for many probers: each try connects anew, redirects stay with the prober's judgement.</summary>
    [SuppressMessage("Security", "CA5359", Justification = "Kubernetes defines that probes do not verify them.")]
    public static HttpMessageInvoker CreateClient() =>
        new(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                PooledConnectionLifetime = TimeSpan.Zero,
                UseProxy = false,
                UseCookies = false,
                SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true },
            }
        );

    public async Task<ProbeOutcome> ProbeAsync(TimeSpan timeout, CancellationToken ct)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(ct);
        deadline.CancelAfter(timeout);
        using var request = new HttpRequestMessage(HttpMethod.Get, uri);
        request.Headers.ConnectionClose = true;
        request.Headers.TryAddWithoutValidation("User-Agent", "kube-probe/1.36");
        request.Headers.TryAddWithoutValidation("Accept", "*/*");
        foreach (var (name, value) in headers)
        {
            request.Headers.Remove(name);
            request.Headers.TryAddWithoutValidation(name, value);
        }

        try
        {
            using var response = await client.SendAsync(request, deadline.Token);
            return response.StatusCode is >= HttpStatusCode.OK and < HttpStatusCode.BadRequest
                ? ProbeOutcome.Success
                : ProbeOutcome.Failure($"HTTP probe failed with statuscode: {(int)response.StatusCode}");
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            const string Cause = "context deadline exceeded (Client.Timeout exceeded while awaiting headers)";
            return ProbeOutcome.Failure($"Get \"{uri}\": {Cause}");
        }
        catch (HttpRequestException e)
        {
            return ProbeOutcome.Failure($"Get \"{uri}\": {Cause(e)}");
        }
    }

    private string Cause(HttpRequestException e) =>
        e.InnerException is SocketException socket ? TcpProber.Cause(socket, $"{uri.Host}:{uri.Port}") : e.Message;
}
