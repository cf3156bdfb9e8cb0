using System.IO.Pipes;
using System.Runtime.InteropServices;
using ResilienceGate.Agents.Faults.Network.Shaping;

namespace ResilienceGate.Agents.Faults.Network.Queues;

/// <summary>Gives the packets of one queue their verdicts, each at its time, on a thread of its own.</summary>
/// <remarks>
/// The kernel lets one verdict pass all packets up to a number. That is right here because packets pass in the order in
/// which they came: what is older has passed, was dropped, or passes now.
/// </remarks>
internal sealed class PacketPump : IAsyncDisposable
{
    /// <summary>So that what is due does not wait for what still comes.</summary>
    private const int MostAtOnce = 256;

    private readonly PacketQueue _queue;
    private readonly IPacketPolicy _policy;
    private readonly TimeProvider _time;
    private readonly long _began;
    private readonly byte[] _in;
    private readonly HeldPackets _held = new();
    private readonly AnonymousPipeServerStream _stop = new(PipeDirection.In);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isStopping;
    private PacketCounts _published = PacketCounts.None;
    private (long Seen, long Passed, long Dropped, long Changed, long Waited, long Bytes, TimeSpan Held) _counts;

    private PacketPump(PacketQueue queue, IPacketPolicy policy, TimeProvider time)
    {
        _queue = queue;
        _policy = policy;
        _time = time;
        _began = time.GetTimestamp();
        _in = new byte[policy.Reads + 4096];
    }

    /// <summary>The number that rules send packets to.</summary>
    public ushort Number => _queue.Number;

    public PacketCounts Counts => Volatile.Read(ref _published);

    /// <summary>Completes when it was stopped; fails with a <see cref="PodFaultException"/> when the kernel has failed it.</summary>
    public Task Ended => _ended.Task;

    private TimeSpan Now => _time.GetElapsedTime(_began);

    /// <exception cref="PodFaultException">The kernel gives no queue.</exception>
    public static PacketPump Start(IPacketPolicy policy, Random random, TimeProvider time)
    {
        var queue = PacketQueue.Open(policy.Reads, policy.TakesTrains, random);
        var pump = new PacketPump(queue, policy, time);
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
        while (count < MostAtOnce && Netlink.Receive(_queue.Socket, _in, wait: false) is { } length)
        {
            count++;
            for (var rest = _in.AsSpan(0, length); rest.Length >= 4; )
            {
                var size = (int)Math.Min(MemoryMarshal.Read<uint>(rest), (uint)rest.Length);
                if (QueuedPacket.TryRead(rest[..size], out var packet))
                    Judge(packet);
                rest = rest[Math.Min(rest.Length, Math.Max(4, (size + 3) & ~3))..];
            }
        }
        return count;
    }

    private void Judge(QueuedPacket packet)
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
                _held.Add(new HeldPacket(packet.Id, packet.Length, now, fate.At));
                if (fate.At > now)
                    _counts.Waited++;
                break;
        }
    }

    private void PassDue(TimeSpan now)
    {
        uint? last = null;
        var passed = now == TimeSpan.MaxValue ? Now : now;
        while (_held.Count > 0 && _held.First is var first && first.Due <= now)
        {
            last = first.Id;
            _counts.Passed++;
            _counts.Bytes += first.Length;
            _counts.Held += passed - first.Came;
            _held.RemoveFirst();
        }
        if (last is { } id)
            _queue.PassUpTo(id);
        var (seen, through, dropped, changed, waited, bytes, held) = _counts;
        Volatile.Write(ref _published, new PacketCounts(seen, through, dropped, changed, waited, bytes, held));
    }
}
