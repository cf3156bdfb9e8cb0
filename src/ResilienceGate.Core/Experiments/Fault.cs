namespace ResilienceGate.Core.Experiments;

/// <summary>What is broken on purpose. A closed set: every switch over it is complete.</summary>
public abstract record Fault
{
    private Fault() { }

    /// <summary>The name of the kind, as a plan spells it.</summary>
    public abstract string Kind { get; }

    /// <summary>Pods are deleted, with a grace.</summary>
    /// <param name="Grace">The termination grace; null leaves the pod's own.</param>
    public sealed record PodKill(TimeSpan? Grace) : Fault
    {
        public override string Kind => "pod-kill";
    }

    /// <summary>Pods are evicted through the Eviction API, within their disruption budgets.</summary>
    /// <param name="Grace">The termination grace; null leaves the pod's own.</param>
    public sealed record PodEvict(TimeSpan? Grace) : Fault
    {
        public override string Kind => "pod-evict";
    }

    /// <summary>A node is cordoned and the target's pods on it are evicted; nobody else's pods are touched.</summary>
    /// <param name="Duration">How long the node stays cordoned.</param>
    public sealed record NodeDrain(TimeSpan Duration) : Fault
    {
        public override string Kind => "node-drain";
    }
}
