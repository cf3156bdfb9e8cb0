using ResilienceGate.Core.Experiments;
using ResilienceGate.Plans.Forms;
using ResilienceGate.Plans.Units;

namespace ResilienceGate.Plans.Sections.Faults;

internal static class NetworkLossFault
{
    private static readonly Key<double> Loss = Key.Required(
        "loss",
        Shares.Some("10%"),
        "The share of packets that is lost, each by itself."
    );

    public static Variant<Fault> Variant { get; } =
        new(
            "network-loss",
            "Packets of a pod are lost.",
            [Loss, .. TrafficKeys.All],
            section => new Fault.NetworkLoss(
                section.Get(Loss),
                TrafficKeys.Read(section),
                section.Get(TrafficKeys.Duration)
            )
        );
}
