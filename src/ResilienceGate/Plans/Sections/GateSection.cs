using ResilienceGate.Core.Judgement;
using ResilienceGate.Plans.Forms;

namespace ResilienceGate.Plans.Sections;

/// <summary><c>gate</c>: from verdict to conclusion.</summary>
internal sealed class GateSection : Section<GatePlan>
{
    private static readonly Key<Margins> Margins = Key.Section(
        "margins",
        new MarginsSection(),
        "The movement against the baseline that is allowed before it counts as a regression."
    );

    private static readonly Key<string> Duet = Key.Defaulted(
        "duet",
        new Choice<string>(new Option<string>("never", "never")) { NotYet = ["allowed"] },
        "never",
        "Whether a suspicion may be settled by running the accepted version and the candidate side by side. never: the baseline alone judges."
    );

    private static readonly Key<Conclusion> OnInconclusive = Key.Defaulted(
        "on-inconclusive",
        new Choice<Conclusion>(
            new Option<Conclusion>("warn", Conclusion.Warning),
            new Option<Conclusion>("fail", Conclusion.Failure)
        ),
        "warn",
        "What the pipeline does when the run could not tell."
    );

    private static readonly Key<Conclusion> OnMissingBaseline = Key.Defaulted(
        "on-missing-baseline",
        new Choice<Conclusion>(
            new Option<Conclusion>("record", Conclusion.Success),
            new Option<Conclusion>("warn", Conclusion.Warning),
            new Option<Conclusion>("fail", Conclusion.Failure)
        ),
        "record",
        "What the pipeline does when there is nothing to compare with. record: passes, and the run begins the baseline."
    );

    public override IReadOnlyList<Key> Keys => [Margins, Duet, OnInconclusive, OnMissingBaseline];

    protected override GatePlan Read(MappingReader section)
    {
        section.Get(Duet);
        return new GatePlan
        {
            Margins = section.Get(Margins),
            OnInconclusive = section.Get(OnInconclusive),
            OnMissingBaseline = section.Get(OnMissingBaseline),
        };
    }
}
