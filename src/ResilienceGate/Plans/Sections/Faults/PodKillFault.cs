using ResilienceGate.Core.Experiments;
using ResilienceGate.Plans.Forms;

namespace ResilienceGate.Plans.Sections.Faults;

internal static class PodKillFault
{
    public static Variant<Fault> Variant { get; } =
        new(
            "pod-kill",
            "Pods are deleted, with a grace.",
            GraceKeys.All,
            section => new Fault.PodKill(GraceKeys.Read(section))
        );
}
