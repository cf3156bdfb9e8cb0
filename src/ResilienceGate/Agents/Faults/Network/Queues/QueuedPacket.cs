using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace ResilienceGate.Agents.Faults.Network.Queues;

/// <summary>A packet that waits for its verdict, in the message that tells of it.</summary>
internal readonly ref struct QueuedPacket
{
    private const ushort Header = 1;
    private const ushort Payload = 10;
    private const ushort WholeLength = 13;
    private const ushort AttributeMask = 0x3fff;

    private QueuedPacket(uint id, int length, Span<byte> bytes)
    {
        Id = id;
        Length = length;
        Bytes = bytes;
    }

    public uint Id { get; }

    /// <summary>Of the whole packet, from its IP header on; 0 when nothing of it was asked for.</summary>
    public int Length { get; }

    /// <summary>As much of it as was asked for.</summary>
    public Span<byte> Bytes { get; }

    /// <param name="message">A whole message, with netlink's header.</param>
    public static bool TryRead(Span<byte> message, out QueuedPacket packet)
    {
        packet = default;
        if (message.Length < QueueMessage.HeaderLength || Get(message[4..]) is not QueueMessage.Subsystem)
            return false;
        uint? id = null;
        var whole = 0;
        var bytes = Span<byte>.Empty;
        var rest = message[QueueMessage.HeaderLength..];
        while (rest.Length >= 4 && Get(rest) is >= 4 and var length && length <= rest.Length)
        {
            var value = rest[4..length];
            switch (Get(rest[2..]) & AttributeMask)
            {
                case Header when value.Length >= 4:
                    id = BinaryPrimitives.ReadUInt32BigEndian(value);
                    break;
                case WholeLength when value.Length >= 4:
                    whole = (int)BinaryPrimitives.ReadUInt32BigEndian(value);
                    break;
                case Payload:
                    bytes = value;
                    break;
            }
            rest = rest[Math.Min(rest.Length, (length + 3) & ~3)..];
        }
        if (id is not { } found)
            return false;
        packet = new QueuedPacket(found, Math.Max(whole, bytes.Length), bytes);
        return true;
    }

    private static ushort Get(ReadOnlySpan<byte> place) => MemoryMarshal.Read<ushort>(place);
}
