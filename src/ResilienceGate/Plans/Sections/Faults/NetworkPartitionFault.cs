using ResilienceGate.Core.Experiments;
using ResilienceGate.Plans.Forms;

namespace ResilienceGate.Plans.Sections.Faults;

internal static class NetworkPartitionFault
{
    public static Variant<Fault> Variant { get; } =
        new(
            "network-partition",
            "No packet of a pod passes.",
            TrafficKeys.All,
            section => new Fault.NetworkPartition(TrafficKeys.Read(section), section.Get(TrafficKeys.Duration))
        );
}
