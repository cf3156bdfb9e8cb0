using ResilienceGate.Core.Experiments;
using ResilienceGate.Plans.Forms;
using ResilienceGate.Plans.Units;

namespace ResilienceGate.Plans.Sections;

/// <summary><c>steady-state</c>: what must hold before anything is broken and after it.</summary>
internal sealed class SteadyStateSection : Section<Hypothesis>
{
    private static readonly Key<TimeSpan> For = Key.Defaulted(
        "for",
        Durations.Between("5s", "1h", "20s"),
        "20s",
        "How long the steady state is measured, before the first fault and again after the last."
    );

    private static readonly Key<double> Availability = Key.Optional(
        "availability",
        Comparisons.AtLeastShare,
        "not checked",
        "The least share of requests that is answered rightly and in time, in quotes."
    );

    private static readonly Key<TimeSpan> P99 = Key.Optional(
        "p99",
        Comparisons.AtMostDuration,
        "not checked",
        "The greatest 99th percentile of latency, in quotes. It is measured from the moment a request was due."
    );

    public override IReadOnlyList<Key> Keys => [For, Availability, P99];

    protected override Hypothesis Read(MappingReader section) =>
        new()
        {
            For = section.Get(For),
            Availability = section.TryGet(Availability, out var availability) ? availability : null,
            P99 = section.TryGet(P99, out var p99) ? p99 : null,
        };
}
