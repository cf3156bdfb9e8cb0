using ResilienceGate.Core.Judgement;
using ResilienceGate.Plans.Forms;
using ResilienceGate.Plans.Units;

namespace ResilienceGate.Plans.Sections;

/// <summary><c>gate.margins</c>: the movement that is allowed.</summary>
internal sealed class MarginsSection : Section<Margins>
{
    private static readonly Key<double> Availability = Key.Defaulted(
        "availability",
        Shares.Points("0.2pp"),
        "0.2pp",
        "How much less of the requests may be answered rightly and in time, in percentage points."
    );

    private static readonly Key<double> RecoveryTime = Key.Defaulted(
        "recovery-time",
        Shares.Percent(500, "10%"),
        "10%",
        "How much longer the recovery may take."
    );

    private static readonly Key<double> Outage = Key.Defaulted(
        "outage",
        Shares.Percent(500, "10%"),
        "10%",
        "How much longer the users may be without right answers in time."
    );

    private static readonly Key<double> P99 = Key.Defaulted(
        "p99",
        Shares.Percent(500, "10%"),
        "10%",
        "How much the 99th percentile of latency may grow."
    );

    public override IReadOnlyList<Key> Keys => [Availability, RecoveryTime, Outage, P99];

    protected override Margins Read(MappingReader section) =>
        new()
        {
            Availability = section.Get(Availability),
            RecoveryTime = section.Get(RecoveryTime),
            Outage = section.Get(Outage),
            P99 = section.Get(P99),
        };
}
