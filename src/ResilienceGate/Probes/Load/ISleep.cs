namespace ResilienceGate.Probes.Load;

/// <summary>Puts the sending thread to sleep until a request is due.</summary>
internal interface ISleep
{
    /// <summary>Returns at once when the time has come already.</summary>
    /// <param name="timestamp">Of the injected clock: <see cref="TimeProvider.GetTimestamp"/>.</param>
    /// <returns>False when it was cancelled.</returns>
    bool Until(long timestamp, CancellationToken ct);
}
