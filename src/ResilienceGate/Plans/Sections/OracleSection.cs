using ResilienceGate.Core.Consistency;
using ResilienceGate.Plans.Forms;

namespace ResilienceGate.Plans.Sections;

/// <summary><c>oracle</c>: what says that a prediction is right.</summary>
internal sealed class OracleSection : Section<(TruthSource Truth, Oracle Oracle)>
{
    private static readonly Key<TruthSource> Truth = Key.Defaulted(
        "truth",
        new Choice<TruthSource>(
            new Option<TruthSource>("self", TruthSource.Self),
            new Option<TruthSource>("expected", TruthSource.Expected)
        ),
        "self",
        "self: what this version answered before anything was broken. expected: the answers in the requests file, which every request must then have."
    );

    private static readonly Key<double> RelativeTolerance = Key.Defaulted(
        "rtol",
        new NumberForm<double>(0, 1, 1e-5),
        "1e-5",
        "The relative part of the tolerance: |y - truth| <= atol + rtol * |truth|. The default allows for another order of summation, not for other weights."
    );

    private static readonly Key<double> AbsoluteTolerance = Key.Defaulted(
        "atol",
        new NumberForm<double>(0, 1e9, 1e-8),
        "1e-8",
        "The absolute part of the tolerance, for numbers near 0."
    );

    private static readonly Key<int> Top = Key.Defaulted(
        "top",
        new NumberForm<int>(1, 1000, 10),
        "10",
        "How many ranks are compared."
    );

    private static readonly Key<double> Overlap = Key.Defaulted(
        "overlap",
        new NumberForm<double>(0, 1, 0.99),
        "0.99",
        "The least share of the truth's top items that must be among the answer's."
    );

    private static readonly Variant<Oracle>[] Oracles =
    [
        new(
            "numeric",
            "Every number equals the truth within a tolerance.",
            [RelativeTolerance, AbsoluteTolerance],
            section => new Oracle.Numeric(section.Get(RelativeTolerance), section.Get(AbsoluteTolerance))
        ),
        new(
            "ranking",
            "The first output is a ranking, and shares its top items with the truth.",
            [Top, Overlap],
            section => new Oracle.Ranking(section.Get(Top), section.Get(Overlap))
        ),
        new("exact", "Every output equals the truth, bit for bit.", [], _ => new Oracle.Exact()),
    ];

    private static readonly Key<Variant<Oracle>> Kind = Key.Defaulted(
        "kind",
        new Choice<Variant<Oracle>>([.. Oracles.Select(o => o.AsOption())]),
        "numeric",
        "How an answer is compared with the truth. numeric: within a tolerance. ranking: by the items at the top. exact: bit for bit."
    );

    public override IReadOnlyList<Key> Keys => [Truth, Kind];

    public override Key Discriminator => Kind;

    public override IReadOnlyList<Variant> Variants => Oracles;

    protected override (TruthSource Truth, Oracle Oracle) Read(MappingReader section) =>
        (section.Get(Truth), section.Variant(Kind));
}
