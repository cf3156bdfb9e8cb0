using System.Buffers;
using System.IO.Pipes;
using System.Runtime.InteropServices;
using ResilienceGate.Agents.Faults.Network.Shaping;

namespace ResilienceGate.Agents.Faults.Network.Queues;

/// <summary>Gives the packets of one queue their verdicts, each at its time, on a thread of its own.</summary>
/// <remarks>
/// The kernel lets one verdict pass all packets up to a number. That is right here because packets pass in the order in
/// which they came: what is older has passed, was dropped, or passes now.
/// <para>
/// A packet that its sender's socket still owns counts against it: of a stream whose packets are held in the kernel, TCP
/// sends two in a round trip and waits (tcp_limit_output_bytes and TSQ), as it never would on a long line. So what is sent
/// and held for long is copied, the original dropped, and the copy sent at its time; netem gives packets up by their owner
/// for the same reason.
/// </para>
/// </remarks>
internal sealed class PacketPump : IAsyncDisposable
{
    /// <summary>So that what is due does not wait for what still comes.</summary>
    private const int MostAtOnce = 256;

    /// <summary>Copies are memory of the pod's: what comes beyond is lost, as at the end of a full buffer.</summary>
    private const int MostCopies = 1 << 15;

    private readonly PacketQueue _queue;
    private readonly IPacketPolicy _policy;
    private readonly RawSender? _sender;
    private readonly TimeProvider _time;
    private readonly long _began;
    private readonly byte[] _in;
    private readonly HeldPackets _held = new();
    private readonly AnonymousPipeServerStream _stop = new(PipeDirection.In);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isStopping;
    private PacketCounts _published = PacketCounts.None;
    private (long Seen, long Passed, long Dropped, long Changed, long Waited, long Bytes, TimeSpan Held) _counts;

    private PacketPump(PacketQueue queue, IPacketPolicy policy, RawSender? sender, int reads, TimeProvider time)
    {
        _sender = sender;
        _queue = queue;
        _policy = policy;
        _time = time;
        _began = time.GetTimestamp();
        _in = new byte[reads + 4096];
    }

    /// <summary>The number that rules send packets to.</summary>
    public ushort Number => _queue.Number;

    public PacketCounts Counts => Volatile.Read(ref _published);

    /// <summary>Completes when it was stopped; fails with a <see cref="PodFaultException"/> when the kernel has failed it.</summary>
    public Task Ended => _ended.Task;

    private TimeSpan Now => _time.GetElapsedTime(_began);

    /// <param name="sendsCopies">Whether copies are held in place of packets that their sender owns.</param>
    /// <exception cref="PodFaultException">The kernel gives no queue, or no raw socket.</exception>
    public static PacketPump Start(IPacketPolicy policy, bool sendsCopies, Random random, TimeProvider time)
    {
        var sender = sendsCopies ? new RawSender() : null;
        var reads = sendsCopies ? ushort.MaxValue : policy.Reads;
        var queue = PacketQueue.Open(reads, policy.TakesTrains && !sendsCopies, random);
        var pump = new PacketPump(queue, policy, sender, reads, time);
        // It waits in the kernel, which the pool has no threads to spare for.
        new Thread(pump.Run) { IsBackground = true, Name = $"packets of queue {queue.Number}" }.Start();
        return pump;
    }

    /// <summary>Lets everything pass that it holds, and ends. To be called when no rule sends it packets any more.</summary>
    public async ValueTask DisposeAsync()
    {
        _isStopping = true;
        _stop.DisposeLocalCopyOfClientHandle();
        // A pump that had failed has ended too.
        await _ended.Task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _stop.DisposeAsync();
        _queue.Dispose();
        _sender?.Dispose();
    }

    private void Run()
    {
        try
        {
            while (!_isStopping)
            {
                TimeSpan? wait = _held.Count > 0 ? _held.First.Due - Now : null;
                Netlink.Wait(_queue.Socket, _stop.SafePipeHandle, wait);
                Receive();
                PassDue(Now);
            }
            while (Receive() > 0) { }
            PassDue(TimeSpan.MaxValue);
            _ended.SetResult();
        }
        catch (PodFaultException e)
        {
            _ended.SetException(e);
        }
    }

    private int Receive()
    {
        var count = 0;
        uint? copied = null;
        while (count < MostAtOnce && Netlink.Receive(_queue.Socket, _in, wait: false) is { } length)
        {
            count++;
            for (var rest = _in.AsSpan(0, length); rest.Length >= 4; )
            {
                var size = (int)Math.Min(MemoryMarshal.Read<uint>(rest), (uint)rest.Length);
                if (QueuedPacket.TryRead(rest[..size], out var packet) && Judge(packet))
                    copied = packet.Id;
                rest = rest[Math.Min(rest.Length, Math.Max(4, (size + 3) & ~3))..];
            }
        }
        if (copied is { } last)
            _queue.DropUpTo(last);
        return count;
    }

    /// <returns>Whether a copy is held, and the packet itself is to be dropped.</returns>
    private bool Judge(QueuedPacket packet)
    {
        var now = Now;
        var fate = _policy.Decide(now, packet.Length, packet.Bytes);
        _counts.Seen++;
        switch (fate.Kind)
        {
            case FateKind.Dropped:
                _queue.DropOne(packet.Id);
                _counts.Dropped++;
                break;
            case FateKind.Changed:
                _queue.PassChanged(packet.Id, packet.Bytes[..fate.Length]);
                _counts.Changed++;
                _counts.Bytes += packet.Length;
                break;
            default:
                if (fate.At > now)
                    _counts.Waited++;
                if (_sender is null)
                    _held.Add(new HeldPacket(packet.Id, packet.Length, now, fate.At, Copy: null));
                else if (_held.Count < MostCopies)
                    _held.Add(new HeldPacket(packet.Id, packet.Length, now, fate.At, Copy(packet.Bytes)));
                else
                    _counts.Dropped++;
                return _sender is not null;
        }
        return false;
    }

    private static byte[] Copy(ReadOnlySpan<byte> packet)
    {
        var copy = ArrayPool<byte>.Shared.Rent(packet.Length);
        packet.CopyTo(copy);
        return copy;
    }

    private void PassDue(TimeSpan now)
    {
        uint? last = null;
        var passed = now == TimeSpan.MaxValue ? Now : now;
        while (_held.Count > 0 && _held.First is var first && first.Due <= now)
        {
            _held.RemoveFirst();
            if (first.Copy is null)
                last = first.Id;
            else if (!TrySend(first.Copy, first.Length))
            {
                _counts.Dropped++;
                continue;
            }
            _counts.Passed++;
            _counts.Bytes += first.Length;
            _counts.Held += passed - first.Came;
        }
        if (last is { } id)
            _queue.PassUpTo(id);
        var (seen, through, dropped, changed, waited, bytes, held) = _counts;
        Volatile.Write(ref _published, new PacketCounts(seen, through, dropped, changed, waited, bytes, held));
    }

    private bool TrySend(byte[] copy, int length)
    {
        var isSent = _sender?.TrySend(copy.AsSpan(0, length)) is true;
        ArrayPool<byte>.Shared.Return(copy);
        return isSent;
    }
}
