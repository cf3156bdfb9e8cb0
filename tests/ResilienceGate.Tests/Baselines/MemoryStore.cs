using ResilienceGate.Baselines;

namespace ResilienceGate.Tests.Baselines;

internal sealed class MemoryStore : IBaselineStore
{
    public BaselineBook Book { get; private set; } = BaselineBook.Empty;

    public Exception? Failure { get; set; }

    public string Place => "memory";

    public Task<BaselineBook> ReadAsync(CancellationToken ct) => Task.FromResult(Book);

    public Task UpdateAsync(Func<BaselineBook, BaselineBook> change, CancellationToken ct)
    {
        if (Failure is not null)
            return Task.FromException(Failure);
        Book = change(Book);
        return Task.CompletedTask;
    }
}
