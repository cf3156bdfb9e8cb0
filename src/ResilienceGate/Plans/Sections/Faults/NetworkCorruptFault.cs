using ResilienceGate.Core.Experiments;
using ResilienceGate.Plans.Forms;
using ResilienceGate.Plans.Units;

namespace ResilienceGate.Plans.Sections.Faults;

internal static class NetworkCorruptFault
{
    private static readonly Key<double> Corrupt = Key.Required(
        "corrupt",
        Shares.Some("1%"),
        "The share of packets with one bit flipped behind their IP header. Checksums are left as they were: TCP finds it, and sends again."
    );

    public static Variant<Fault> Variant { get; } =
        new(
            "network-corrupt",
            "Packets of a pod are damaged.",
            [Corrupt, .. TrafficKeys.All],
            section => new Fault.NetworkCorrupt(
                section.Get(Corrupt),
                TrafficKeys.Read(section),
                section.Get(TrafficKeys.Duration)
            )
        );
}
