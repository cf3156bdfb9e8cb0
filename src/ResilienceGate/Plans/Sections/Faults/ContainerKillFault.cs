using ResilienceGate.Core.Experiments;
using ResilienceGate.Plans.Forms;
using ResilienceGate.Plans.Units;

namespace ResilienceGate.Plans.Sections.Faults;

internal static class ContainerKillFault
{
    private static readonly Key<string> Container = Key.Optional(
        "container",
        Names.Container,
        "the first container of the pod",
        "The container whose first process gets SIGTERM. It must handle the signal, and end."
    );

    public static Variant<Fault> Variant { get; } =
        new(
            "container-kill",
            "The first process of a container gets SIGTERM, and its kubelet starts the container again.",
            [Container],
            section => new Fault.ContainerKill(section.TryGet(Container, out var container) ? container : null)
        );
}
