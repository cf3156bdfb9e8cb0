using ResilienceGate.Core.Experiments;
using ResilienceGate.Plans.Forms;
using ResilienceGate.Plans.Units;

namespace ResilienceGate.Plans.Sections.Faults;

internal static class CpuStressFault
{
    private static readonly Key<int> Load = Key.Defaulted(
        "load",
        Shares.WholePercent("80%"),
        "80%",
        "The share of the time that each worker is busy."
    );

    private static readonly Key<int> Workers = Key.Optional(
        "workers",
        new NumberForm<int>(1, 256, 2),
        "as many as the pod may use processors",
        "How many threads burn processor time."
    );

    public static Variant<Fault> Variant { get; } =
        new(
            "cpu-stress",
            "Processor time is burnt in pods, within their CPU limits.",
            [Load, Workers, HoldKeys.Duration],
            section => new Fault.CpuStress(
                section.Get(Load) / 100.0,
                section.TryGet(Workers, out var workers) ? workers : null,
                section.Get(HoldKeys.Duration)
            )
        );
}
