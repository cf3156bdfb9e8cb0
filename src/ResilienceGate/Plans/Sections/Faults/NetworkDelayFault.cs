using ResilienceGate.Core.Experiments;
using ResilienceGate.Plans.Forms;

namespace ResilienceGate.Plans.Sections.Faults;

internal static class NetworkDelayFault
{
    public static Variant<Fault> Variant { get; } =
        new(
            "network-delay",
            "Packets of a pod come late.",
            [.. DelayKeys.All, .. TrafficKeys.All],
            section =>
            {
                var (delay, jitter) = DelayKeys.Read(section);
                return new Fault.NetworkDelay(
                    delay,
                    jitter,
                    TrafficKeys.Read(section),
                    section.Get(TrafficKeys.Duration)
                );
            }
        );
}
