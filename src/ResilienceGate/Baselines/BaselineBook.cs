using ResilienceGate.Core.Baselines;

namespace ResilienceGate.Baselines;

/// <summary>The baselines of one target: one for each fingerprint that it was measured under.</summary>
internal sealed record BaselineBook(IReadOnlyList<Baseline> Baselines)
{
    public static readonly BaselineBook Empty = new([]);

    public Baseline? Find(Fingerprint fingerprint) => Baselines.FirstOrDefault(b => b.Fingerprint == fingerprint);

    /// <summary>The same book with one baseline added, or in the place of the one of its fingerprint.</summary>
    public BaselineBook With(Baseline baseline) =>
        new([.. Baselines.Where(b => b.Fingerprint != baseline.Fingerprint), baseline]);
}
