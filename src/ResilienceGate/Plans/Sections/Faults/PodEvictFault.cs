using ResilienceGate.Core.Experiments;
using ResilienceGate.Plans.Forms;

namespace ResilienceGate.Plans.Sections.Faults;

internal static class PodEvictFault
{
    public static Variant<Fault> Variant { get; } =
        new(
            "pod-evict",
            "Pods are evicted through the Eviction API, within their disruption budgets.",
            GraceKeys.All,
            section => new Fault.PodEvict(GraceKeys.Read(section))
        );
}
