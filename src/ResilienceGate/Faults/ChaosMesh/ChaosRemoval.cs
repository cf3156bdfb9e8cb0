namespace ResilienceGate.Faults.ChaosMesh;

/// <summary>
/// Takes one object away and waits until it has gone, which is when Chaos Mesh has recovered what it hit: a finalizer
/// holds the object until then.
/// </summary>
/// <remarks>May be cancelled and called again; what it has seen and how long it has waited goes on.</remarks>
internal sealed class ChaosRemoval(ChaosApi api, ChaosReference reference, TimeProvider time)
{
    /// <summary>So long Chaos Mesh has to recover; then the object is let go by force, or it would stay for ever.</summary>
    public static readonly TimeSpan ForceAfter = TimeSpan.FromSeconds(30);

    /// <summary>So long Chaos Mesh has to let it go then.</summary>
    private static readonly TimeSpan GoneAfter = TimeSpan.FromSeconds(45);

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(250);

    private long? _began;
    private bool _isForced;
    private ChaosObject? _last;

    /// <returns>What proves that nothing is left; null when there was nothing.</returns>
    /// <exception cref="GateException">It is still there, or was let go without being recovered.</exception>
    public async Task<string?> RunAsync(CancellationToken ct)
    {
        var began = _began ??= time.GetTimestamp();
        while (await api.FindAsync(reference, ct) is { } found)
        {
            _last = found;
            var waited = time.GetElapsedTime(began);
            if (waited >= GoneAfter)
                throw new GateException(
                    $"{reference} is still there after {GoneAfter.TotalSeconds:0} s, though Chaos Mesh was told to let it go"
                        + $"{Because(found)}. Is its controller running? {Remains(found)}"
                );
            if (!found.IsDeleted)
                await api.DeleteAsync(reference, ct);
            else if (waited >= ForceAfter && !_isForced)
            {
                await api.ForceAsync(reference, ct);
                _isForced = true;
            }
            await Task.Delay(Poll, time, ct);
        }
        if (_last is not { } last)
            return null;
        return (_isForced || last.IsForced || !last.IsHeld) && last.Records.Any(r => r.Injected > r.Recovered)
            ? throw new GateException($"{reference} has gone without being recovered{Because(last)}. {Remains(last)}")
            : $"{reference} is recovered and gone";
    }

    private static string Because(ChaosObject found) => found.Trouble is { } trouble ? $" ({trouble})" : "";

    private static string Remains(ChaosObject found)
    {
        var hit = found.Records.Where(r => r.Injected > r.Recovered).Select(r => r.Id).ToList();
        return hit.Count == 0
            ? "None of its records says that it had an effect."
            : $"Its effect may remain in {string.Join(", ", hit)}: replace these, for example by deleting the pods.";
    }
}
