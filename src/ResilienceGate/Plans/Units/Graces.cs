using ResilienceGate.Plans.Forms;

namespace ResilienceGate.Plans.Units;

/// <summary>Termination graces; Kubernetes counts them in whole seconds.</summary>
internal static class Graces
{
    public static ScalarForm<TimeSpan> Form { get; } =
        new TextForm<TimeSpan>(
            "a duration of whole seconds, from 0s to 1h",
            $"^{Durations.Part}$",
            "30s",
            text =>
                Durations
                    .Parse(text)
                    .When(
                        d => d <= TimeSpan.FromHours(1) && d.Ticks % TimeSpan.TicksPerSecond == 0,
                        "is not a number of whole seconds up to 1h, which is all that Kubernetes knows; write for example 30s"
                    )
        );
}
