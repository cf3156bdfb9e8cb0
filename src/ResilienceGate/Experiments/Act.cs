using ResilienceGate.Faults;

namespace ResilienceGate.Experiments;

/// <summary>What came of asking for a fault.</summary>
/// <param name="Proof">What showed that it took effect; null when nothing did.</param>
/// <param name="Void">Why the injection does not count; null when it was proved.</param>
internal sealed record Act(string? Proof, string? Void)
{
    /// <summary>False when the cluster refused, so that nothing happened that a revert would not have found.</summary>
    public bool MayBeOn { get; init; } = true;

    public static Act Refused(string why) => new(Proof: null, why) { MayBeOn = false };

    /// <summary>Injects and proves; a refusal and the end of the run are values.</summary>
    public static async Task<Act> OfAsync(IInjection live, CancellationToken ct)
    {
        try
        {
            await live.InjectAsync(ct);
            return await live.ProveAsync(ct) is { } proof
                ? new Act(proof, Void: null)
                : new Act(Proof: null, "nothing showed that the fault took effect");
        }
        catch (InjectionRefusedException e)
        {
            return Refused(e.Message);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return new Act(Proof: null, "the run ended while the fault was injected");
        }
    }
}
