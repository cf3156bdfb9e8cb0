using System.Net;

namespace ResilienceGate.LocalCluster.Services;

/// <summary>
/// The 254 host addresses of one range, handed out in turn, so that a returned address rests as long as possible:
/// whoever still talks to the old owner must not reach a new one.
/// </summary>
internal sealed class AddressPool(Func<byte, IPAddress> address)
{
    private const int Size = 254;

    private readonly Lock _gate = new();
    private readonly bool[] _taken = new bool[Size];
    private int _next;

    /// <summary>The next free address, or null when all are taken.</summary>
    public IPAddress? Take()
    {
        lock (_gate)
        {
            for (var tried = 0; tried < Size; tried++)
            {
                var index = _next;
                _next = (_next + 1) % Size;
                if (_taken[index])
                    continue;
                _taken[index] = true;
                return address((byte)(index + 1));
            }

            return null;
        }
    }

    /// <summary>Takes this very address; false when it is not of this range or not free.</summary>
    public bool TryTake(IPAddress wanted)
    {
        lock (_gate)
        {
            if (IndexOf(wanted) is not { } index || _taken[index])
                return false;
            _taken[index] = true;
            return true;
        }
    }

    public void Return(IPAddress returned)
    {
        lock (_gate)
        {
            if (IndexOf(returned) is { } index)
                _taken[index] = false;
        }
    }

    private int? IndexOf(IPAddress candidate)
    {
        var index = candidate.GetAddressBytes()[^1] - 1;
        return index is >= 0 and < Size && address((byte)(index + 1)).Equals(candidate) ? index : null;
    }
}
