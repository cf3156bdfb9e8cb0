using ResilienceGate.Plans.Forms;
using ResilienceGate.Plans.Units;

namespace ResilienceGate.Plans.Sections.Faults;

/// <summary>How long faults from inside a pod stay on.</summary>
internal static class HoldKeys
{
    public static Key<TimeSpan> Duration { get; } =
        Key.Defaulted(
            "duration",
            Durations.Between("1s", "1h", "20s"),
            "20s",
            "How long the fault is held, from the moment that it is proved to be on."
        );
}
