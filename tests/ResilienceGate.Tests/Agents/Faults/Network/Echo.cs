using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace ResilienceGate.Tests.Agents.Faults.Network;

/// <summary>Datagrams that the pod sends to its peer and that the peer sends back at once.</summary>
internal sealed class Echo : IDisposable
{
    private const int Port = 7;

    private static readonly TimeSpan LastWithin = TimeSpan.FromSeconds(1);

    private readonly Socket _peer;
    private readonly NetworkNamespace _pod;
    private readonly Thread _thread;

    public Echo(Wire wire)
    {
        _pod = wire.Pod;
        _peer = Wire.Datagrams(wire.Peer, Port);
        _thread = new Thread(SendBack);
        _thread.Start();
    }

    /// <param name="count">How many are sent, one each <paramref name="pause"/>.</param>
    /// <returns>The times of those that came back, in the order in which they came.</returns>
    public async Task<IReadOnlyList<(int Number, TimeSpan Took)>> MeasureAsync(int count, TimeSpan pause)
    {
        using var socket = Wire.Datagrams(_pod);
        var sent = new long[count];
        var receiving = ReceiveAsync(socket, sent);
        var data = new byte[100];
        var to = new IPEndPoint(Wire.PeerAddress, Port);
        for (var i = 0; i < count; i++)
        {
            BinaryPrimitives.WriteInt32BigEndian(data, i);
            sent[i] = Stopwatch.GetTimestamp();
            await socket.SendToAsync(data, to, TestContext.Current.CancellationToken);
            if (pause > TimeSpan.Zero)
                await Task.Delay(pause, TestContext.Current.CancellationToken);
        }
        return await receiving;
    }

    public void Dispose()
    {
        _peer.Dispose();
        _thread.Join();
    }

    private static async Task<IReadOnlyList<(int Number, TimeSpan Took)>> ReceiveAsync(Socket socket, long[] sent)
    {
        var received = new List<(int, TimeSpan)>();
        var data = new byte[200];
        while (received.Count < sent.Length)
        {
            using var limit = new CancellationTokenSource(LastWithin);
            try
            {
                await socket.ReceiveAsync(data, limit.Token);
            }
            catch (OperationCanceledException)
            {
                break;
            }
            var number = BinaryPrimitives.ReadInt32BigEndian(data);
            received.Add((number, Stopwatch.GetElapsedTime(sent[number])));
        }
        return received;
    }

    private void SendBack()
    {
        var data = new byte[200];
        EndPoint from = new IPEndPoint(IPAddress.Any, 0);
        try
        {
            while (true)
                _peer.SendTo(data, _peer.ReceiveFrom(data, ref from), SocketFlags.None, from);
        }
        catch (SocketException)
        {
            // The test is over.
        }
    }
}
