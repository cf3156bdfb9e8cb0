using ResilienceGate.Core.Experiments;
using ResilienceGate.Plans.Forms;

namespace ResilienceGate.Plans.Sections.Faults;

internal static class DependencyLatencyFault
{
    public static Variant<Fault> Variant { get; } =
        new(
            "dependency-latency",
            "What the model depends on answers late.",
            [DependencyKeys.Service, .. DelayKeys.All, TrafficKeys.Duration],
            section =>
            {
                var (delay, jitter) = DelayKeys.Read(section);
                return new Fault.DependencyLatency(
                    section.Get(DependencyKeys.Service),
                    delay,
                    jitter,
                    section.Get(TrafficKeys.Duration)
                );
            }
        );
}
