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

    /// <summary>A fault that stays on for a time, and is then taken away.</summary>
    public abstract record Lasting : Fault
    {
        private protected Lasting() { }

        /// <summary>How long it stays on.</summary>
        public abstract TimeSpan Duration { get; init; }
    }

    /// <summary>A fault that is carried out from inside the pods that it hits, which stay.</summary>
    public abstract record InPod : Lasting
    {
        private protected InPod() { }
    }

    /// <summary>A node is cordoned and the target's pods on it are evicted; nobody else's pods are touched.</summary>
    /// <param name="Duration">How long the node stays cordoned.</param>
    public sealed record NodeDrain(TimeSpan Duration) : Lasting
    {
        public override string Kind => "node-drain";
    }

    /// <summary>Processor time is burnt in pods, within what they may use.</summary>
    /// <param name="Load">The share of the time that each worker is busy, above 0 and at most 1.</param>
    /// <param name="Workers">Null for as many as the pod may use processors.</param>
    public sealed record CpuStress(double Load, int? Workers, TimeSpan Duration) : InPod
    {
        public override string Kind => "cpu-stress";
    }

    /// <summary>Memory is filled in pods, and held.</summary>
    /// <param name="Size">Bytes; null to fill the pod up to its limit but for <paramref name="Headroom"/>.</param>
    /// <param name="Headroom">The share of the limit that stays free, 0 to 1.</param>
    public sealed record MemoryStress(long? Size, double Headroom, TimeSpan Duration) : InPod
    {
        public override string Kind => "memory-stress";
    }

    /// <summary>Packets of a pod are held up, lost or changed, in the pod's own network.</summary>
    /// <param name="Traffic">Which packets.</param>
    public abstract record Network(Traffic Traffic) : InPod;

    /// <summary>Packets come late.</summary>
    /// <param name="Delay">The mean, each way that the traffic is hit.</param>
    /// <param name="Jitter">How far the delay strays from the mean, either way; never more than the mean.</param>
    /// <param name="Traffic">Which packets.</param>
    /// <param name="Duration">How long.</param>
    public sealed record NetworkDelay(TimeSpan Delay, TimeSpan Jitter, Traffic Traffic, TimeSpan Duration)
        : Network(Traffic)
    {
        public override string Kind => "network-delay";
    }

    /// <summary>Packets are lost, each by itself.</summary>
    /// <param name="Share">Above 0, at most 1.</param>
    /// <param name="Traffic">Which packets.</param>
    /// <param name="Duration">How long.</param>
    public sealed record NetworkLoss(double Share, Traffic Traffic, TimeSpan Duration) : Network(Traffic)
    {
        public override string Kind => "network-loss";
    }

    /// <summary>No packet passes.</summary>
    /// <param name="Traffic">Which packets.</param>
    /// <param name="Duration">How long.</param>
    public sealed record NetworkPartition(Traffic Traffic, TimeSpan Duration) : Network(Traffic)
    {
        public override string Kind => "network-partition";
    }

    /// <summary>The link is narrow.</summary>
    /// <param name="BitsPerSecond">In each direction that is hit.</param>
    /// <param name="Traffic">Which packets.</param>
    /// <param name="Duration">How long.</param>
    public sealed record NetworkBandwidth(long BitsPerSecond, Traffic Traffic, TimeSpan Duration) : Network(Traffic)
    {
        public override string Kind => "network-bandwidth";
    }

    /// <summary>A bit of a packet is flipped on its way, each packet by itself.</summary>
    /// <param name="Share">Above 0, at most 1.</param>
    /// <param name="Traffic">Which packets.</param>
    /// <param name="Duration">How long.</param>
    public sealed record NetworkCorrupt(double Share, Traffic Traffic, TimeSpan Duration) : Network(Traffic)
    {
        public override string Kind => "network-corrupt";
    }

    /// <summary>Names are not resolved.</summary>
    /// <param name="Answer">What whoever asks hears.</param>
    /// <param name="Duration">How long.</param>
    public sealed record DnsError(DnsAnswer Answer, TimeSpan Duration) : Network(Traffic.Dns)
    {
        public override string Kind => "dns-error";
    }

    /// <summary>What the model depends on does not answer.</summary>
    /// <param name="Dependency">Its Service.</param>
    /// <param name="Duration">How long.</param>
    public sealed record DependencyOutage(ServicePeer Dependency, TimeSpan Duration) : Network(Traffic.To(Dependency))
    {
        public override string Kind => "dependency-outage";
    }

    /// <summary>What the model depends on answers late.</summary>
    /// <param name="Dependency">Its Service.</param>
    /// <param name="Delay">The mean of what is added to a round trip.</param>
    /// <param name="Jitter">How far the delay strays from the mean, either way; never more than the mean.</param>
    /// <param name="Duration">How long.</param>
    public sealed record DependencyLatency(ServicePeer Dependency, TimeSpan Delay, TimeSpan Jitter, TimeSpan Duration)
        : Network(Traffic.To(Dependency))
    {
        public override string Kind => "dependency-latency";
    }

    /// <summary>A node is lost at once, with all of the target's pods on it; nobody else's pods are touched.</summary>
    /// <param name="Duration">How long the node takes no pods.</param>
    /// <param name="Variant">How the pods are taken away.</param>
    public sealed record NodeFailure(TimeSpan Duration, NodeFailureVariant Variant) : Lasting
    {
        public override string Kind => "node-failure";
    }

    /// <summary>The containers of pods run an image that does nothing.</summary>
    /// <param name="Duration">How long, from the moment that it is asked for.</param>
    /// <param name="Image">The image that does nothing.</param>
    public sealed record PodFailure(TimeSpan Duration, string Image) : Lasting
    {
        public override string Kind => "pod-failure";
    }

    /// <summary>The first process of a container is told to end, and its kubelet starts the container again.</summary>
    /// <param name="Container">Its name; null for the first container of the pod.</param>
    public sealed record ContainerKill(string? Container) : Fault
    {
        public override string Kind => "container-kill";
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
    ) : Lasting
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
    public sealed record Gremlin(string Attack, TimeSpan Duration) : Lasting
    {
        public override string Kind => "gremlin";
    }
}
