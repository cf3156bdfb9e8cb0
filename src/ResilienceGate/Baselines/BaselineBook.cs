using ResilienceGate.Core.Baselines;

namespace ResilienceGate.Baselines;

/// <summary>
/// The stored baselines, the one that was written last at the end. A ConfigMap holds those of one target; a file may be
/// shared by several.
/// </summary>
internal sealed record BaselineBook(IReadOnlyList<Baseline> Baselines)
{
    /// <summary>
    /// A target's baselines that are kept: the present one, and what another plan or the Kubernetes version before an
    /// upgrade may come back to. More would fill a ConfigMap, which holds 1 MiB.
    /// </summary>
    public const int KeptOfTarget = 3;

    public static readonly BaselineBook Empty = new([]);

    public Baseline? Find(string target, Fingerprint fingerprint) =>
        Baselines.FirstOrDefault(b => b.IsOf(target, fingerprint));

    /// <summary>The target's baseline that was written last, whatever its fingerprint.</summary>
    public Baseline? Latest(string target) => Baselines.LastOrDefault(b => IsOf(b, target));

    /// <summary>
    /// The same book with one baseline added, or in the place of the one it continues; the target's oldest ones go.
    /// </summary>
    public BaselineBook With(Baseline baseline)
    {
        var others = Baselines.Where(b => !b.IsOf(baseline.Target, baseline.Fingerprint)).ToList();
        var kept = others.Where(b => IsOf(b, baseline.Target)).TakeLast(KeptOfTarget - 1).ToHashSet();
        return new([.. others.Where(b => !IsOf(b, baseline.Target) || kept.Contains(b)), baseline]);
    }

    private static bool IsOf(Baseline baseline, string target) =>
        string.Equals(baseline.Target, target, StringComparison.Ordinal);
}
