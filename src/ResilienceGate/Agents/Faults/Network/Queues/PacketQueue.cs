using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ResilienceGate.Agents.Faults.Network.Queues;

/// <summary>
/// A queue of the kernel in which packets wait for a verdict. It is gone with its socket: then what waits is lost, and what
/// comes passes by, for the rules say so (<c>--queue-bypass</c>).
/// </summary>
internal sealed class PacketQueue : IDisposable
{
    private const byte Verdict = 1;
    private const byte Configure = 2;
    private const byte VerdictForAll = 3;

    private const ushort VerdictHeader = 2;
    private const ushort Payload = 10;

    private const ushort ConfigureCommand = 1;
    private const ushort ConfigureParameters = 2;
    private const ushort ConfigureLongest = 3;
    private const ushort ConfigureMask = 4;
    private const ushort ConfigureFlags = 5;

    private const byte Bind = 1;
    private const byte CopyPacket = 2;
    private const uint FailOpen = 1;
    private const uint TakeTrains = 4;

    private const uint Drop = 0;
    private const uint Accept = 1;

    private const ushort ErrorMessage = 2;
    private const int ReceiveBuffer = 16 << 20;

    /// <summary>Half a second of a fast link; what comes beyond it passes (fail-open).</summary>
    private const uint Longest = 1 << 17;

    /// <summary>Enough for the id and the length; the kernel takes 0 for everything.</summary>
    private const int LeastCopied = 1;

    private readonly byte[] _out = new byte[ushort.MaxValue + 256];

    private PacketQueue(SafeFileHandle socket, ushort number)
    {
        Socket = socket;
        Number = number;
    }

    public SafeFileHandle Socket { get; }

    public ushort Number { get; }

    /// <param name="copied">How much of each packet is shown, in bytes.</param>
    /// <param name="takesTrains">Whether a train of segments is one packet.</param>
    /// <param name="random">Chooses the number, which must be free in this network.</param>
    /// <exception cref="PodFaultException">The kernel has no such queues, or the capability is missing.</exception>
    public static PacketQueue Open(int copied, bool takesTrains, Random random)
    {
        const int attempts = 20;
        for (var attempt = 1; ; attempt++)
        {
            var queue = new PacketQueue(Netlink.Open(ReceiveBuffer), (ushort)random.Next(1024, ushort.MaxValue));
            var error = queue.Configured(copied, takesTrains);
            if (error is 0)
                return queue;
            queue.Dispose();
            if (error is not Netlink.Busy || attempt == attempts)
                throw new PodFaultException(
                    $"the kernel gives no packet queue (NFQUEUE): {Marshal.GetPInvokeErrorMessage(error)}; "
                        + "the agent needs the capability NET_ADMIN, and the node the module nfnetlink_queue"
                );
        }
    }

    /// <summary>Lets all packets go on that came up to this one and still wait.</summary>
    public void PassUpTo(uint id) => JudgeUpTo(id, Accept);

    /// <summary>Drops all packets that came up to this one and still wait.</summary>
    public void DropUpTo(uint id) => JudgeUpTo(id, Drop);

    public void DropOne(uint id)
    {
        var message = new QueueMessage(_out, Verdict, Number);
        Put(message.Add(VerdictHeader, 8), Drop, id);
        Netlink.Send(Socket, message.Bytes);
    }

    public void PassChanged(uint id, ReadOnlySpan<byte> packet)
    {
        var message = new QueueMessage(_out, Verdict, Number);
        Put(message.Add(VerdictHeader, 8), Accept, id);
        packet.CopyTo(message.Add(Payload, packet.Length));
        Netlink.Send(Socket, message.Bytes);
    }

    public void Dispose() => Socket.Dispose();

    private void JudgeUpTo(uint id, uint verdict)
    {
        var message = new QueueMessage(_out, VerdictForAll, Number);
        Put(message.Add(VerdictHeader, 8), verdict, id);
        Netlink.Send(Socket, message.Bytes);
    }

    private static void Put(Span<byte> header, uint verdict, uint id)
    {
        BinaryPrimitives.WriteUInt32BigEndian(header, verdict);
        BinaryPrimitives.WriteUInt32BigEndian(header[4..], id);
    }

    /// <returns>An error of errno.h; 0 is none.</returns>
    private int Configured(int copied, bool takesTrains)
    {
        var bind = new QueueMessage(_out, Configure, Number, acknowledged: true);
        var command = bind.Add(ConfigureCommand, 4);
        command.Clear();
        command[0] = Bind;
        if (Asked(bind.Bytes) is not 0 and var refused)
            return refused;

        var parameters = new QueueMessage(_out, Configure, Number, acknowledged: true);
        var copy = parameters.Add(ConfigureParameters, 5);
        BinaryPrimitives.WriteUInt32BigEndian(copy, (uint)Math.Max(LeastCopied, copied));
        copy[4] = CopyPacket;
        parameters.Add(ConfigureLongest, Longest);
        parameters.Add(ConfigureMask, FailOpen | TakeTrains);
        parameters.Add(ConfigureFlags, FailOpen | (takesTrains ? TakeTrains : 0));
        return Asked(parameters.Bytes);
    }

    private int Asked(ReadOnlySpan<byte> message)
    {
        Netlink.Send(Socket, message);
        Span<byte> answer = stackalloc byte[256];
        while (true)
        {
            var length = Netlink.Receive(Socket, answer, wait: true) ?? 0;
            if (length >= 20 && MemoryMarshal.Read<ushort>(answer[4..]) is ErrorMessage)
                return -MemoryMarshal.Read<int>(answer[16..]);
        }
    }
}
