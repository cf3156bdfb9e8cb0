using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace ResilienceGate.Agents.Faults.Network.Proofs;

/// <summary>
/// A peer that answers, among those whom a fault is to hit: the measurements are made on the way to it. Where the fault is
/// to hit everybody, it is the API server, a name server or the node, all of which a pod can reach.
/// </summary>
internal sealed class Line(NetworkOrder order, TimeProvider time)
{
    /// <summary>A port at which nobody listens answers too: it refuses, after one round trip.</summary>
    private const int AnyPort = 9;

    private const int Samples = 5;
    private const int MostCandidates = 8;

    private static readonly TimeSpan AnswersWithin = TimeSpan.FromSeconds(1);

    private IPEndPoint? _peer;

    /// <summary>Where it leads to; null when nobody answered.</summary>
    public IPEndPoint? Peer => _peer;

    /// <summary>What a round trip took before the fault.</summary>
    public TimeSpan Before { get; private set; }

    /// <summary>Finds the peer, and measures the line without the fault.</summary>
    public async Task MeasureAsync(CancellationToken ct)
    {
        var candidates = Candidates().Distinct().Take(MostCandidates).ToList();
        var answers = await Task.WhenAll(candidates.Select(c => ConnectAsync(c, AnswersWithin, ct)));
        _peer = candidates.Zip(answers).Where(a => a.Second is not null).Select(a => a.First).FirstOrDefault();
        if (await RoundTripAsync(AnswersWithin, ct) is { } before)
            Before = before;
    }

    /// <summary>The median time of a few connections made at once.</summary>
    /// <returns>Null when fewer than half of them were answered in time.</returns>
    public async Task<TimeSpan?> RoundTripAsync(TimeSpan within, CancellationToken ct)
    {
        if (_peer is null)
            return null;
        var times = await Task.WhenAll(Enumerable.Range(0, Samples).Select(_ => ConnectAsync(_peer, within, ct)));
        var answered = times.OfType<TimeSpan>().Order().ToList();
        return answered.Count > Samples / 2 ? answered[answered.Count / 2] : null;
    }

    /// <summary>Sends datagrams that nobody needs to answer.</summary>
    /// <param name="size">Bytes of each.</param>
    public async Task SendAsync(int count, int size, CancellationToken ct)
    {
        var peer = _peer ?? Candidates().FirstOrDefault();
        if (peer is null)
            return;
        var data = new byte[size];
        using var socket = new Socket(peer.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        for (var i = 0; i < count; i++)
        {
            try
            {
                await socket.SendToAsync(data, peer, ct);
            }
            catch (SocketException)
            {
                // What was sent before was refused, or there is no way: the packets are counted elsewhere.
            }
        }
    }

    public static string Milliseconds(TimeSpan time) =>
        string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0.#} ms");

    /// <returns>How long until the peer answered, be it with a refusal; null when it did not.</returns>
    private async Task<TimeSpan?> ConnectAsync(IPEndPoint peer, TimeSpan within, CancellationToken ct)
    {
        using var socket = new Socket(peer.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(within);
        var began = time.GetTimestamp();
        try
        {
            await socket.ConnectAsync(peer, limit.Token);
            return time.GetElapsedTime(began);
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionRefused)
        {
            return time.GetElapsedTime(began);
        }
        catch (SocketException)
        {
            return null;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return null;
        }
    }

    private IEnumerable<IPEndPoint> Candidates() =>
        order.Peers.Count is 0
            ? Neighbours()
            : order
                .Peers.Where(p => p.Single is not null)
                .Select(p => new IPEndPoint(p.Single ?? IPAddress.None, p.Port ?? order.Port ?? AnyPort))
                .Concat(
                    Neighbours().Where(n => order.Peers.Any(p => p.Contains(n.Address) && (p.Port ?? n.Port) == n.Port))
                );

    private IEnumerable<IPEndPoint> Neighbours()
    {
        var host = Environment.GetEnvironmentVariable("KUBERNETES_SERVICE_HOST");
        var port = Environment.GetEnvironmentVariable("KUBERNETES_SERVICE_PORT");
        if (
            IPAddress.TryParse(host, out var api)
            && int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        )
            yield return new IPEndPoint(api, order.Port ?? number);
        foreach (var server in NameServer.Addresses())
            yield return new IPEndPoint(server, order.Port ?? NameServer.Port);
        foreach (var gateway in Gateways())
            yield return new IPEndPoint(gateway, order.Port ?? AnyPort);
    }

    private static IEnumerable<IPAddress> Gateways() =>
        NetworkInterface
            .GetAllNetworkInterfaces()
            .SelectMany(i => i.GetIPProperties().GatewayAddresses)
            .Select(g => g.Address)
            .Where(a => !a.Equals(IPAddress.Any) && !a.Equals(IPAddress.IPv6Any));
}
