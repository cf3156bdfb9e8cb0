namespace ResilienceGate.LocalCluster.Controllers.Jobs;

/// <summary>What one failed pod means for its Job.</summary>
/// <param name="Counts">It counts towards the back-off limits.</param>
/// <param name="FailsIndex">Its index is not tried again.</param>
/// <param name="JobFailure">Why the whole Job fails; null: it does not.</param>
internal sealed record FailureVerdict(bool Counts, bool FailsIndex, string? JobFailure);
