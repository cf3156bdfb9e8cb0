namespace ResilienceGate.Rollbacks;

/// <summary>What a rollback did.</summary>
/// <param name="Faults">Faults that are proved to be gone.</param>
/// <param name="Runs">Runs whose probe, lease and journal were taken away.</param>
internal sealed record RollbackResult(int Faults, int Runs)
{
    public static readonly RollbackResult Nothing = new(0, 0);

    public static RollbackResult operator +(RollbackResult one, RollbackResult other) =>
        new(one.Faults + other.Faults, one.Runs + other.Runs);
}
