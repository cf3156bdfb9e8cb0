using ResilienceGate.Core.Experiments;
using ResilienceGate.Plans.Forms;
using ResilienceGate.Plans.Units;

namespace ResilienceGate.Plans.Sections.Faults;

/// <summary>Which packets a fault of the network hits, and how long.</summary>
internal static class TrafficKeys
{
    private static readonly Key<Direction> Way = Key.Defaulted(
        "direction",
        new Choice<Direction>(
            new Option<Direction>("to", Direction.To),
            new Option<Direction>("from", Direction.From),
            new Option<Direction>("both", Direction.Both)
        ),
        "to",
        "Which way, as seen from the pod: to its peers, from them, or both, each by itself."
    );

    private static readonly Key<ServicePeer> Service = Key.Optional(
        "service",
        ServicePeers.Form,
        "everybody, unless selector or cidr names peers",
        "Peers: a Service that the pod talks to, and the pods behind it when the fault begins. NAME, NAME.NAMESPACE, with :PORT where only that port is meant."
    );

    private static readonly Key<string> Selector = Key.Optional(
        "selector",
        LabelSelectors.Form,
        "everybody, unless service or cidr names peers",
        "Peers: the pods of the target's namespace with these labels when the fault begins."
    );

    private static readonly Key<string> Cidr = Key.Optional(
        "cidr",
        Cidrs.Form,
        "everybody, unless service or selector names peers",
        "Peers: an address or a range of addresses."
    );

    private static readonly Key<int> Port = Key.Optional(
        "port",
        Ports.Form,
        "every port and every protocol",
        "Only TCP and UDP of this port, on either side: the pod's own, or that of its peers."
    );

    public static Key<TimeSpan> Duration { get; } =
        Key.Defaulted(
            "duration",
            Durations.Between("1s", "1h", "20s"),
            "20s",
            "How long the fault is on. It ends then whatever happens."
        );

    public static IReadOnlyList<Key> All { get; } = [Duration, Way, Service, Selector, Cidr, Port];

    public static Traffic Read(MappingReader section) =>
        new()
        {
            Direction = section.Get(Way),
            Service = section.TryGet(Service, out var service) ? service : null,
            Selector = section.TryGet(Selector, out var selector) ? selector : null,
            Network = section.TryGet(Cidr, out var cidr) ? cidr : null,
            Port = section.TryGet(Port, out var port) ? port : null,
        };
}
