using System.Buffers.Binary;

namespace ResilienceGate.LocalCluster.Api.Protobuf;

/// <summary>Reads the fields of one protobuf message (https://protobuf.dev/programming-guides/encoding/).</summary>
internal ref struct WireReader(ReadOnlySpan<byte> message)
{
    private ReadOnlySpan<byte> _rest = message;

    /// <summary>The number of the field read last.</summary>
    public int Field { get; private set; }

    /// <summary>The value of a field that is a number.</summary>
    public ulong Number { get; private set; }

    /// <summary>The value of a field that is text, bytes or a message.</summary>
    public ReadOnlySpan<byte> Bytes { get; private set; }

    public bool IsBytes { get; private set; }

    /// <returns>False at the end of the message.</returns>
    /// <exception cref="InvalidDataException">The bytes are no protobuf.</exception>
    public bool Read()
    {
        if (_rest.IsEmpty)
            return false;
        var tag = ReadVarint();
        Field = (int)(tag >> 3);
        IsBytes = (tag & 7) == 2;
        switch (tag & 7)
        {
            case 0:
                Number = ReadVarint();
                return true;
            case 1:
                Number = BinaryPrimitives.ReadUInt64LittleEndian(Take(sizeof(ulong)));
                return true;
            case 2:
                Bytes = Take(ReadVarint());
                return true;
            case 5:
                Number = BinaryPrimitives.ReadUInt32LittleEndian(Take(sizeof(uint)));
                return true;
            default:
                throw new InvalidDataException($"proto: illegal wireType {tag & 7}");
        }
    }

    private ulong ReadVarint()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = Take(1)[0];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
                return value;
        }
        throw new InvalidDataException("proto: integer overflow");
    }

    private ReadOnlySpan<byte> Take(ulong length)
    {
        if (length > (ulong)_rest.Length)
            throw new InvalidDataException("unexpected EOF");
        var taken = _rest[..(int)length];
        _rest = _rest[(int)length..];
        return taken;
    }
}
