using ResilienceGate.Core.Experiments;
using ResilienceGate.Plans.Forms;
using ResilienceGate.Plans.Units;

namespace ResilienceGate.Plans.Sections.Faults;

internal static class NodeDrainFault
{
    private static readonly Key<TimeSpan> Duration = Key.Defaulted(
        "duration",
        Durations.Between("1s", "1h", "30s"),
        "30s",
        "How long the node stays cordoned."
    );

    public static Variant<Fault> Variant { get; } =
        new(
            "node-drain",
            "A node is cordoned and the target's pods on it are evicted; nobody else's pods are touched.",
            [Duration],
            section => new Fault.NodeDrain(section.Get(Duration))
        );
}
