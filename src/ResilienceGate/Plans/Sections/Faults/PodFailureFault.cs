using ResilienceGate.Core.Experiments;
using ResilienceGate.Plans.Forms;
using ResilienceGate.Plans.Units;

namespace ResilienceGate.Plans.Sections.Faults;

internal static class PodFailureFault
{
    private const string Pause = "registry.k8s.io/pause:3.10";

    private static readonly Key<TimeSpan> Duration = Key.Defaulted(
        "duration",
        Durations.Between("1s", "1h", "30s"),
        "30s",
        "How long, from the moment that the images are swapped. Make it longer than the containers take to end."
    );

    private static readonly Key<string> Image = Key.Defaulted(
        "pause-image",
        Names.Image,
        Pause,
        "The image that does nothing, which the nodes can pull."
    );

    public static Variant<Fault> Variant { get; } =
        new(
            "pod-failure",
            "The images of a pod's containers are swapped for one that does nothing, and swapped back.",
            [Duration, Image],
            section => new Fault.PodFailure(section.Get(Duration), section.Get(Image))
        );
}
