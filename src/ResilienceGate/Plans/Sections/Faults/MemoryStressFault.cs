using ResilienceGate.Core.Experiments;
using ResilienceGate.Plans.Forms;
using ResilienceGate.Plans.Units;

namespace ResilienceGate.Plans.Sections.Faults;

internal static class MemoryStressFault
{
    private static readonly Key<int> Headroom = Key.Defaulted(
        "headroom",
        Shares.WholePercent("10%"),
        "10%",
        "The share of the memory limit that stays free. Above the limit the kernel would kill the stress, and not the model."
    );

    private static readonly Key<long> Size = Key.Optional(
        "size",
        Sizes.Form,
        "up to the memory limit but for headroom",
        "How much memory is filled, whatever the limit is; it must be below it."
    );

    public static Variant<Fault> Variant { get; } =
        new(
            "memory-stress",
            "Memory is filled in pods up to their memory limits but for some headroom, and held.",
            [Headroom, Size, HoldKeys.Duration],
            section => new Fault.MemoryStress(
                section.TryGet(Size, out var size) ? size : null,
                section.Get(Headroom) / 100.0,
                section.Get(HoldKeys.Duration)
            )
        );
}
