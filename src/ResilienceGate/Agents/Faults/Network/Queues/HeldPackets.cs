namespace ResilienceGate.Agents.Faults.Network.Queues;

/// <summary>Packets that wait for their time, first in, first out: a ring that grows, so that no packet allocates.</summary>
internal sealed class HeldPackets
{
    private HeldPacket[] _ring = new HeldPacket[1024];
    private int _first;

    public int Count { get; private set; }

    public HeldPacket First => _ring[_first];

    public void Add(HeldPacket packet)
    {
        if (Count == _ring.Length)
            Grow();
        _ring[(_first + Count++) & (_ring.Length - 1)] = packet;
    }

    public void RemoveFirst()
    {
        _first = (_first + 1) & (_ring.Length - 1);
        Count--;
    }

    private void Grow()
    {
        var larger = new HeldPacket[_ring.Length * 2];
        _ring.AsSpan(_first).CopyTo(larger);
        _ring.AsSpan(0, _first).CopyTo(larger.AsSpan(_ring.Length - _first));
        (_ring, _first) = (larger, 0);
    }
}
