using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace ResilienceGate.Agents.Faults.Network.Queues;

/// <summary>
/// Writes one message to the kernel's packet queues: Linux' netlink.h, netfilter/nfnetlink.h and
/// netfilter/nfnetlink_queue.h.
/// </summary>
internal ref struct QueueMessage
{
    public const int HeaderLength = 20;

    /// <summary>The subsystem of packet queues, in the upper byte of a message's type.</summary>
    public const ushort Subsystem = 3 << 8;

    private const ushort Request = 1;
    private const ushort Acknowledge = 4;

    private readonly Span<byte> _buffer;

    /// <param name="buffer">Where the message is written; as long as it needs.</param>
    /// <param name="type">The message's number within the subsystem.</param>
    /// <param name="acknowledged">Whether the kernel answers with a code.</param>
    public QueueMessage(Span<byte> buffer, byte type, ushort queue, bool acknowledged = false)
    {
        _buffer = buffer;
        buffer[..HeaderLength].Clear();
        Put(buffer[4..], (ushort)(Subsystem | type));
        Put(buffer[6..], (ushort)(Request | (acknowledged ? Acknowledge : 0)));
        BinaryPrimitives.WriteUInt16BigEndian(buffer[18..], queue);
        Length = HeaderLength;
    }

    public int Length { get; private set; }

    /// <summary>The message as it is now.</summary>
    public readonly ReadOnlySpan<byte> Bytes
    {
        get
        {
            MemoryMarshal.Write(_buffer, (uint)Length);
            return _buffer[..Length];
        }
    }

    /// <summary>Adds an attribute and returns the place for its value, which is to be filled whole.</summary>
    public Span<byte> Add(ushort attribute, int length)
    {
        Put(_buffer[Length..], (ushort)(length + 4));
        Put(_buffer[(Length + 2)..], attribute);
        var value = _buffer.Slice(Length + 4, length);
        var padded = (length + 3) & ~3;
        _buffer.Slice(Length + 4 + length, padded - length).Clear();
        Length += 4 + padded;
        return value;
    }

    public void Add(ushort attribute, uint value) => BinaryPrimitives.WriteUInt32BigEndian(Add(attribute, 4), value);

    /// <summary>Netlink's own fields are in the order of the machine; only netfilter's are in that of the network.</summary>
    private static void Put(Span<byte> place, ushort value) => MemoryMarshal.Write(place, value);
}
