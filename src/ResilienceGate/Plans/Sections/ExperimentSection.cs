using ResilienceGate.Core.Experiments;
using ResilienceGate.Faults;
using ResilienceGate.Plans.Forms;
using ResilienceGate.Plans.Sections.Faults;
using ResilienceGate.Plans.Units;

namespace ResilienceGate.Plans.Sections;

/// <summary>An item of <c>experiments</c>: a fault, whom it hits, how often, and how long its effect is watched.</summary>
internal sealed class ExperimentSection : Section<Experiment>
{
    /// <summary>Below it the spread between injections, the measure of every comparison, cannot be estimated.</summary>
    private const int LeastRepeat = 3;

    private static readonly Variant<Fault>[] Faults =
    [
        PodKillFault.Variant,
        PodEvictFault.Variant,
        NodeDrainFault.Variant,
        CpuStressFault.Variant,
        MemoryStressFault.Variant,
        NetworkDelayFault.Variant,
        NetworkLossFault.Variant,
        NetworkPartitionFault.Variant,
        NetworkBandwidthFault.Variant,
        NetworkCorruptFault.Variant,
        DnsErrorFault.Variant,
        DependencyOutageFault.Variant,
        DependencyLatencyFault.Variant,
        NodeFailureFault.Variant,
        PodFailureFault.Variant,
        ContainerKillFault.Variant,
        ChaosMeshFault.Variant,
        KubeMonkeyFault.Variant,
        GremlinFault.Variant,
    ];

    private static readonly Key<string> Name = Key.Optional(
        "name",
        Names.Title,
        "the fault",
        "What reports and the baseline call the experiment; unique. Renamed, it is compared with nothing."
    );

    private static readonly Key<Variant<Fault>> FaultKind = Key.Required(
        "fault",
        new Choice<Variant<Fault>>([.. Faults.Select(f => f.AsOption())]),
        "What is broken. pod-kill: pods are deleted. pod-evict: pods are evicted within their disruption budgets. node-drain: a node is cordoned and the target's pods on it are evicted. node-failure: a node is cordoned and the target's pods on it go at once. pod-failure: pods run an image that does nothing. container-kill: a container's first process is told to end. cpu-stress: processor time is burnt in pods. memory-stress: memory is filled in pods. network-delay, -loss, -partition, -bandwidth, -corrupt: packets of pods come late, are lost, do not pass, find a narrow link, are damaged. dns-error: pods cannot resolve names. dependency-outage, -latency: what the model depends on does not answer, or answers late. chaos-mesh: a Chaos Mesh object of your own. kube-monkey: pods are deleted by the labels of kube-monkey. gremlin: an attack of Gremlin in its own words."
    );

    private static readonly Key<int> Repeat = Key.Defaulted(
        "repeat",
        new NumberForm<int>(
            LeastRepeat,
            100,
            5,
            $"with fewer than {LeastRepeat} injections their spread is unknown and nothing can be concluded, and 5 is a good number"
        ),
        "5",
        "How many injections are made, one after the other. Each is one replicate of the statistics; fewer than 3 could not be judged."
    );

    private static readonly Key<TimeSpan> Observe = Key.Defaulted(
        "observe",
        Durations.Between("1s", "1h", "10s"),
        "10s",
        "How long after each injection requests count for availability and latency. Make it longer than the outage that you expect."
    );

    private static readonly Key<TimeSpan> RecoverWithin = Key.Defaulted(
        "recover-within",
        Durations.Between("1s", "1h", "2m"),
        "2m",
        "How long the target has to become stable again before it counts as never recovered."
    );

    private static readonly Option<Driver>[] Drivers =
    [
        new("native", Core.Experiments.Driver.Native),
        new("chaos-mesh", Core.Experiments.Driver.ChaosMesh),
        new("gremlin", Core.Experiments.Driver.Gremlin),
        new("kube-monkey", Core.Experiments.Driver.KubeMonkey),
    ];

    private static readonly Key<Driver> Driver = Key.Optional(
        "driver",
        new Choice<Driver>(Drivers),
        "native, or the one that the fault is named after",
        "What injects the fault. native: the Kubernetes API alone. chaos-mesh, gremlin: those, which must be installed. kube-monkey: the gate by kube-monkey's rules."
    );

    public override IReadOnlyList<Key> Keys =>
        [Name, FaultKind, .. ModeKeys.All, Repeat, Observe, RecoverWithin, Driver];

    public override Key Discriminator => FaultKind;

    public override IReadOnlyList<Variant> Variants => Faults;

    protected override Experiment Read(MappingReader section)
    {
        var before = section.Context.Errors.Count;
        var fault = section.Variant(FaultKind);
        var isRight = section.Context.Errors.Count == before;
        return new Experiment
        {
            Name = section.TryGet(Name, out var name) ? name : fault.Kind,
            Fault = fault,
            Mode = ModeKeys.Read(section, fault),
            Driver = ReadDriver(section, fault, isRight),
            Repeat = section.Get(Repeat),
            Observe = section.Get(Observe),
            RecoverWithin = section.Get(RecoverWithin),
            Line = section.At.Line,
        };
    }

    /// <param name="isRight">The fault is what the plan says, and does not stand in for one that is wrong.</param>
    private static Driver ReadDriver(MappingReader section, Fault fault, bool isRight)
    {
        if (!section.TryGet(Driver, out var driver))
            return DriverSupport.Default(fault);
        if (isRight && !DriverSupport.Injects(driver, fault))
        {
            var able = Drivers.Where(d => DriverSupport.Injects(d.Value, fault)).Select(d => d.Word);
            section.Wrong(
                Driver,
                $"driver {Drivers.First(d => d.Value == driver).Word} does not inject {fault.Kind}; "
                    + $"write {string.Join(" or ", able)}, or leave `driver` out"
            );
        }
        return driver;
    }
}
