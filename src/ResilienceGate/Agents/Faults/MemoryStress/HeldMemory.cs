using System.Runtime.InteropServices;

namespace ResilienceGate.Agents.Faults.MemoryStress;

/// <summary>Memory outside of the managed heap: no garbage collector gives it back. Every page of it is written to.</summary>
internal sealed class HeldMemory : SafeHandle
{
    /// <summary>Not zero: a page that holds nothing may be no page.</summary>
    private const byte Filling = 0x5A;

    private HeldMemory(long size)
        : base(nint.Zero, ownsHandle: true) => Size = size;

    public long Size { get; }

    public override bool IsInvalid => handle == nint.Zero;

    /// <exception cref="OutOfMemoryException">The system gives no more.</exception>
    public static HeldMemory Take(long size)
    {
        var memory = new HeldMemory(size);
        memory.SetHandle(Marshal.AllocHGlobal((nint)size));
        for (nint at = 0; at < size; at += Environment.SystemPageSize)
            Marshal.WriteByte(memory.handle + at, Filling);
        return memory;
    }

    protected override bool ReleaseHandle()
    {
        Marshal.FreeHGlobal(handle);
        return true;
    }
}
