namespace ResilienceGate.Agents.Faults;

/// <summary>A fault as it is carried out from inside the pod that it hits.</summary>
internal interface IPodFault
{
    /// <summary>
    /// Brings the fault about. What the kernel keeps of it carries its own expiry. When it throws or is cancelled, it has
    /// taken back what it did.
    /// </summary>
    /// <param name="expires">When the fault is over by itself, whatever becomes of the agent.</param>
    /// <returns>What was measured that shows that the fault is on, as a sentence.</returns>
    /// <exception cref="PodFaultException">It cannot be brought about in this pod, or took no effect.</exception>
    Task<string> ApplyAsync(DateTimeOffset expires, CancellationToken ct);

    /// <summary>Completes when the fault ends before its time, such as a stressor that was killed, with the reason.</summary>
    Task<string> LostAsync(CancellationToken ct);

    /// <summary>Takes the fault away. Safe to call when nothing was brought about, and twice.</summary>
    /// <returns>What was measured that shows that the fault is gone, as a sentence; null when there was nothing to take away.</returns>
    /// <exception cref="PodFaultException">Something of it is still there; the message names it.</exception>
    Task<string?> RevertAsync(CancellationToken ct);
}
