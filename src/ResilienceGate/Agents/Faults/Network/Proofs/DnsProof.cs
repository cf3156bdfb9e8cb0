using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using ResilienceGate.Agents.Faults.Network.Queues;
using ResilienceGate.Core.Experiments;

namespace ResilienceGate.Agents.Faults.Network.Proofs;

/// <summary>A name that was resolved before is not.</summary>
internal sealed class DnsProof(DnsAnswer answer, TimeProvider time) : INetworkProof
{
    private const int AnswerBit = 0x80;
    private const int DnsHeader = 12;

    private static readonly TimeSpan Within = TimeSpan.FromSeconds(2);

    private readonly string _name = NameServer.KnownName();
    private IPAddress? _server;
    private int _before;

    public async Task MeasureAsync(CancellationToken ct)
    {
        foreach (var server in NameServer.Addresses())
        {
            if (await AskAsync(server, ct) is not { } code)
                continue;
            (_server, _before) = (server, code);
            if (code == Expected)
                throw new PodFaultException($"{server} answers {Word(code)} to {_name} without the fault");
            return;
        }
        throw new PodFaultException("no name server answers this pod: nothing could show that the fault is on");
    }

    public async Task<string> ProveOnAsync(Func<PacketCounts> counts, CancellationToken ct)
    {
        var now = await AskAsync(Server, ct);
        return now == Expected
            ? $"{Server} answered {Word(_before)} to {_name} before, and {Word(now)} with the fault"
            : throw new PodFaultException($"{Server} answers {Word(now)} to {_name}, not {Word(Expected)}");
    }

    public async Task<string> ProveOffAsync(CancellationToken ct)
    {
        var now = await AskAsync(Server, ct);
        return now == _before
            ? $"{Server} answers {Word(now)} to {_name}"
            : throw new PodFaultException(
                $"{Server} answers {Word(now)} to {_name}, and {Word(_before)} before the fault"
            );
    }

    private IPAddress Server => _server ?? throw new PodFaultException("no name server was measured");

    /// <summary>Null is no answer.</summary>
    private int? Expected =>
        answer switch
        {
            DnsAnswer.ServerFailure => Shaping.DnsPolicy.ServerFailure,
            DnsAnswer.NoSuchName => Shaping.DnsPolicy.NoSuchName,
            _ => null,
        };

    private static string Word(int? code) =>
        code switch
        {
            0 => "NOERROR",
            2 => "SERVFAIL",
            3 => "NXDOMAIN",
            null => "nothing",
            _ => $"RCODE {code}",
        };

    /// <summary>Asks for the name's addresses: RFC 1035, 4.1.</summary>
    /// <returns>RCODE; null when there was no answer.</returns>
    private async Task<int?> AskAsync(IPAddress server, CancellationToken ct)
    {
        using var socket = new Socket(server.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Within);
        var answered = new byte[512];
        try
        {
            await socket.ConnectAsync(server, NameServer.Port, ct);
            await socket.SendAsync(Question((ushort)time.GetTimestamp()), ct);
            var length = await socket.ReceiveAsync(answered, limit.Token);
            return length >= DnsHeader && (answered[2] & AnswerBit) is not 0 ? answered[3] & 0xf : null;
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

    private byte[] Question(ushort id)
    {
        var message = new List<byte>(new byte[DnsHeader]);
        foreach (var label in _name.Split('.', StringSplitOptions.RemoveEmptyEntries))
            message.AddRange([(byte)label.Length, .. Encoding.ASCII.GetBytes(label)]);
        // The end of the name; type A; class IN.
        message.AddRange([0, 0, 1, 0, 1]);
        var bytes = message.ToArray();
        BinaryPrimitives.WriteUInt16BigEndian(bytes, id);
        // Recursion is desired; one question.
        bytes[2] = 1;
        bytes[5] = 1;
        return bytes;
    }
}
