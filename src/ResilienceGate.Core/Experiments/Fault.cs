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

    /// <summary>A node is lost at once, with all of the target's pods on it; nobody else's pods are touched.</summary>
    /// <param name="Duration">How long the node takes no pods.</param>
    /// <param name="Variant">How the pods are taken away.</param>
    public sealed record NodeFailure(TimeSpan Duration, NodeFailureVariant Variant) : Fault
    {
        public override string Kind => "node-failure";
    }

    /// <summary>The containers of pods run an image that does nothing.</summary>
    /// <param name="Duration">How long, from the moment that it is asked for.</param>
    /// <param name="Image">The image that does nothing.</param>
    public sealed record PodFailure(TimeSpan Duration, string Image) : Fault
    {
        public override string Kind => "pod-failure";
    }

    /// <summary>The first process of a container is told to end, and its kubelet starts the container again.</summary>
    /// <param name="Container">Its name; null for the first container of the pod.</param>
    public sealed record ContainerKill(string? Container) : Fault
    {
        public override string Kind => "container-kill";
    }
}
