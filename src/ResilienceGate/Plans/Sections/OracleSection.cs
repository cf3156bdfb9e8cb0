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

    private static readonly Key<double> Tolerance = Key.Defaulted(
        "tolerance",
        new NumberForm<double>(0, 1, 0.01),
        "0.01",
        "The most by which a probability may differ from the truth's."
    );

    private static readonly Key<double> Distance = Key.Defaulted(
        "distance",
        new NumberForm<double>(1e-12, 2, 1e-4),
        "1e-4",
        "The greatest 1 - cos of the angle between an embedding and the truth's."
    );

    private static readonly Key<double> Prefix = Key.Defaulted(
        "prefix",
        new NumberForm<double>(0, 1, 1),
        "1",
        "The least share of the text, from its beginning, that agrees with the truth; 1 is all of it. Servers that compute in batches do not repeat themselves to the last word even at temperature 0: lower it to what replicas agree on when nothing is broken."
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
        new(
            "classification",
            "The class and its label are the truth's, and the probabilities are near to it.",
            [Tolerance],
            section => new Oracle.Classification(section.Get(Tolerance))
        ),
        new(
            "embedding",
            "Every vector points the way that the truth does.",
            [Distance],
            section => new Oracle.Embedding(section.Get(Distance))
        ),
        new(
            "text",
            "Every text begins as the truth does, whatever its white space.",
            [Prefix],
            section => new Oracle.Text(section.Get(Prefix))
        ),
        new("exact", "Every output equals the truth, bit for bit.", [], _ => new Oracle.Exact()),
    ];

    private static readonly Key<Variant<Oracle>> Kind = Key.Defaulted(
        "kind",
        new Choice<Variant<Oracle>>([.. Oracles.Select(o => o.AsOption())]),
        "numeric",
        "How an answer is compared with the truth. numeric: within a tolerance. ranking: by the items at the top. classification: by class and probability. embedding: by the angle. text: by what texts agree on from their beginning. exact: bit for bit."
    );

    public override IReadOnlyList<Key> Keys => [Truth, Kind];

    public override Key Discriminator => Kind;

    public override IReadOnlyList<Variant> Variants => Oracles;

    protected override (TruthSource Truth, Oracle Oracle) Read(MappingReader section) =>
        (section.Get(Truth), section.Variant(Kind));
}
