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

    /// <summary>A Chaos Mesh object of the user's own.</summary>
    /// <param name="ObjectKind">Such as <c>NetworkChaos</c>.</param>
    /// <param name="Spec">Its <c>spec</c> as JSON; selector, mode and duration are replaced by what the gate has chosen.</param>
    /// <param name="Namespace">The namespace that it names; null for none.</param>
    /// <param name="Duration">How long it stays on; zero for an action that is over at once.</param>
    /// <param name="MayReachOutside">Its user answers for what it hits beside the target's pods.</param>
    public sealed record ChaosMesh(
        string ObjectKind,
        string Spec,
        string? Namespace,
        TimeSpan Duration,
        bool MayReachOutside
    ) : Fault
    {
        public override string Kind => "chaos-mesh";
    }

    /// <summary>Pods are deleted by the rules and the labels of kube-monkey.</summary>
    /// <param name="Grace">The termination grace.</param>
    /// <param name="StartHour">The hour of a day from which on it kills, 0 to 23.</param>
    /// <param name="EndHour">The hour of a day up to which it kills, later than the start.</param>
    /// <param name="Forbidden">Namespaces that it must not touch.</param>
    /// <param name="Allowed">The namespaces that it may touch; empty for all others.</param>
    public sealed record KubeMonkey(
        TimeSpan Grace,
        int StartHour,
        int EndHour,
        IReadOnlyList<string> Forbidden,
        IReadOnlyList<string> Allowed
    ) : Fault
    {
        public override string Kind => "kube-monkey";
    }

    /// <summary>An attack of Gremlin in its own words.</summary>
    /// <param name="Attack">The words of its command line, without the length: <c>latency -m 200</c>.</param>
    /// <param name="Duration">How long it stays on; zero for an attack that is over at once.</param>
    public sealed record Gremlin(string Attack, TimeSpan Duration) : Fault
    {
        public override string Kind => "gremlin";
    }
}
