namespace ResilienceGate.Faults;

/// <summary>Why nobody may be hit.</summary>
internal abstract record Refusal
{
    private Refusal() { }

    /// <summary>For people, as the end of a sentence.</summary>
    public abstract string Why { get; init; }

    /// <summary>By what the target is, such as its number of replicas: no other draw and no other day change it.</summary>
    public sealed record ByTarget(string Why) : Refusal;

    /// <summary>By where the scheduler has put the pods, or by the state of the cluster: this one injection is void.</summary>
    public sealed record ByChance(string Why) : Refusal;
}
