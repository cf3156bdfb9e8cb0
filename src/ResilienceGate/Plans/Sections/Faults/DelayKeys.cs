using ResilienceGate.Plans.Forms;
using ResilienceGate.Plans.Units;

namespace ResilienceGate.Plans.Sections.Faults;

/// <summary>How late packets come.</summary>
internal static class DelayKeys
{
    private static readonly Key<TimeSpan> Delay = Key.Required(
        "delay",
        Durations.Between("1ms", "1m", "500ms"),
        "How late packets come on average, each way that is hit."
    );

    private static readonly Key<TimeSpan> Jitter = Key.Defaulted(
        "jitter",
        Durations.Between("0s", "1m", "100ms"),
        "0s",
        "How far the delay strays from its mean, evenly either way, and without a packet that overtakes another."
    );

    public static IReadOnlyList<Key> All { get; } = [Delay, Jitter];

    public static (TimeSpan Delay, TimeSpan Jitter) Read(MappingReader section)
    {
        var isRight = section.TryGet(Delay, out var delay);
        var jitter = section.Get(Jitter);
        if (isRight && jitter > delay)
            section.Wrong(
                Jitter,
                $"{Durations.Format(jitter)} around a mean of {Durations.Format(delay)} would be packets that come before they are sent; write at most {Durations.Format(delay)}"
            );
        return (delay, jitter);
    }
}
