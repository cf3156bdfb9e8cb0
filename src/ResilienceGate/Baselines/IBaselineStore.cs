namespace ResilienceGate.Baselines;

/// <summary>Keeps baselines.</summary>
internal interface IBaselineStore
{
    /// <summary>Where it is, for people: a path, or a ConfigMap.</summary>
    string Place { get; }

    /// <summary>Empty when nothing was stored yet.</summary>
    /// <exception cref="GateException">What is stored cannot be read, or is no baseline: never a silent new start.</exception>
    Task<BaselineBook> ReadAsync(CancellationToken ct);

    /// <summary>Reads, changes and writes in one step: what another run stored meanwhile is not lost.</summary>
    Task UpdateAsync(Func<BaselineBook, BaselineBook> change, CancellationToken ct);
}
