namespace ResilienceGate.Commands;

/// <summary>Lets a message through that is new, or was not heard for a while: a dead cluster is one line, not a flood.</summary>
internal sealed class RepeatFilter(TimeProvider time)
{
    /// <summary>How long the same message is kept back.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, long> _said = new(StringComparer.Ordinal);

    public bool Admits(string message)
    {
        lock (_gate)
        {
            foreach (var (old, _) in _said.Where(s => time.GetElapsedTime(s.Value) >= Pause).ToList())
                _said.Remove(old);
            return _said.TryAdd(message, time.GetTimestamp());
        }
    }
}
