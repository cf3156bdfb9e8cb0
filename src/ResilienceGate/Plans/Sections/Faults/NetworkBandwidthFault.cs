using ResilienceGate.Core.Experiments;
using ResilienceGate.Plans.Forms;
using ResilienceGate.Plans.Units;

namespace ResilienceGate.Plans.Sections.Faults;

internal static class NetworkBandwidthFault
{
    private static readonly Key<long> Rate = Key.Required(
        "rate",
        Bandwidths.Form,
        "What the link carries each way that is hit, in bits a second: 1mbit is a million. What would wait longer than 400ms is lost."
    );

    public static Variant<Fault> Variant { get; } =
        new(
            "network-bandwidth",
            "The link of a pod is narrow.",
            [Rate, .. TrafficKeys.All],
            section => new Fault.NetworkBandwidth(
                section.Get(Rate),
                TrafficKeys.Read(section),
                section.Get(TrafficKeys.Duration)
            )
        );
}
