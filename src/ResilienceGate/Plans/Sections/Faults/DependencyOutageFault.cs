using ResilienceGate.Core.Experiments;
using ResilienceGate.Plans.Forms;

namespace ResilienceGate.Plans.Sections.Faults;

internal static class DependencyOutageFault
{
    public static Variant<Fault> Variant { get; } =
        new(
            "dependency-outage",
            "What the model depends on does not answer.",
            [DependencyKeys.Service, TrafficKeys.Duration],
            section => new Fault.DependencyOutage(
                section.Get(DependencyKeys.Service),
                section.Get(TrafficKeys.Duration)
            )
        );
}
