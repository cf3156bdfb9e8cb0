namespace ResilienceGate.Agents.Faults.Network.Queues;

/// <summary>A packet that waits for its time.</summary>
/// <param name="Id">The kernel's number of it.</param>
/// <param name="Length">In bytes.</param>
/// <param name="Copy">What is sent in its place, in a buffer of the shared pool; null where the kernel holds the packet.</param>
internal readonly record struct HeldPacket(uint Id, int Length, TimeSpan Came, TimeSpan Due, byte[]? Copy);
