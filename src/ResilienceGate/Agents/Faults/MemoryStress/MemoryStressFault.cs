using System.Globalization;

namespace ResilienceGate.Agents.Faults.MemoryStress;

/// <summary>
/// Fills memory in the agent's own process, which counts against the limit of the pod, and holds it. It stays below the
/// limit: above it, the kernel would kill the agent and not the model.
/// </summary>
/// <param name="bytes">How much; with <paramref name="minusOthers"/> including what all processes in sight hold.</param>
internal sealed class MemoryStressFault(long bytes, bool minusOthers, TimeProvider time) : IPodFault
{
    /// <summary>
    /// The allocator gives blocks of this size back to the system at once. What others hold is looked at again before each:
    /// the model may grow meanwhile.
    /// </summary>
    private const long Block = 64L << 20;

    /// <summary>Below it, what is missing is not worth another step.</summary>
    private const long Least = 1L << 20;

    private const double LeastShare = 0.9;

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly Stack<HeldMemory> _held = new();
    private long _before;

    private long Held => _held.Sum(m => m.Size);

    public Task<string> ApplyAsync(DateTimeOffset expires, CancellationToken ct)
    {
        _before = ResidentMemory.Own;
        try
        {
            while (Missing() is >= Least and var missing)
            {
                ct.ThrowIfCancellationRequested();
                _held.Push(HeldMemory.Take(Math.Min(missing, Block)));
            }
            var grown = ResidentMemory.Own - _before;
            if (Held == 0)
                throw new PodFaultException(
                    $"there is nothing to fill: {Text(ResidentMemory.Others)} of {Text(bytes)} are taken by others"
                );
            if (grown < LeastShare * Held)
                throw new PodFaultException($"only {Text(grown)} of {Text(Held)} stay in memory");
            return Task.FromResult(
                $"the agent holds {Text(Held)}, {Text(grown)} of it resident"
                    + (minusOthers ? $", beside {Text(ResidentMemory.Others)} of other processes" : "")
            );
        }
        catch (Exception e) when (e is PodFaultException or OperationCanceledException or OutOfMemoryException)
        {
            Release();
            if (e is OutOfMemoryException)
                throw new PodFaultException($"the system gives no more memory: {e.Message}", e);
            throw;
        }
    }

    public async Task<string> LostAsync(CancellationToken ct)
    {
        while (true)
        {
            await Task.Delay(LookEvery, time, ct);
            var resident = ResidentMemory.Own - _before;
            if (resident < LeastShare * Held)
                return $"only {Text(resident)} of {Text(Held)} are still in memory: the node swaps";
        }
    }

    public Task<string?> RevertAsync(CancellationToken ct)
    {
        var held = Held;
        if (held == 0)
            return Task.FromResult<string?>(null);
        Release();
        var left = ResidentMemory.Own - _before;
        return left < held / 2
            ? Task.FromResult<string?>($"the agent has given {Text(held)} back")
            : throw new PodFaultException($"{Text(left)} are still resident");
    }

    /// <summary>
    /// The agent's own memory counts too. Of an amount that others take nothing from, what is held is all that counts.
    /// </summary>
    private long Missing() => minusOthers ? bytes - ResidentMemory.Own - ResidentMemory.Others : bytes - Held;

    private void Release()
    {
        while (_held.TryPop(out var memory))
            memory.Dispose();
    }

    private static string Text(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes >> 20} MiB");
}
