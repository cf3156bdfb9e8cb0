using ResilienceGate.Plans.Forms;
using ResilienceGate.Plans.Units;

namespace ResilienceGate.Plans.Sections;

/// <summary><c>limits</c>: the blast radius, and when to stop.</summary>
internal sealed class LimitsSection : Section<LimitsPlan>
{
    private static readonly Key<int> MaxPods = Key.Defaulted(
        "max-pods",
        Shares.WholePercent("50%"),
        "50%",
        "The largest share of the target's pods that one injection may hit. A fault that would hit more is refused before the run."
    );

    private static readonly Key<AbortCondition> AbortWhen = Key.Optional(
        "abort-when",
        AbortConditions.Form,
        "no condition",
        "Stops the run and reverts its fault when this held for so long, as in `availability < 50% for 30s`."
    );

    private static readonly Key<TimeSpan> Deadline = Key.Defaulted(
        "deadline",
        Durations.Between("1m", "24h", "30m"),
        "30m",
        "The longest that a run may take, from the moment that its probe runs. A plan that cannot end in time is refused."
    );

    public override IReadOnlyList<Key> Keys => [MaxPods, AbortWhen, Deadline];

    protected override LimitsPlan Read(MappingReader section) =>
        new()
        {
            MaxPodsPercent = section.Get(MaxPods),
            AbortWhen = section.TryGet(AbortWhen, out var condition) ? condition : null,
            Deadline = section.Get(Deadline),
        };
}
