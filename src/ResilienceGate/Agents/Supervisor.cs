namespace ResilienceGate.Agents;

/// <summary>Watches work that nobody awaits, so that a failure of it ends the process instead of being lost.</summary>
internal sealed class Supervisor : IDisposable
{
    private readonly TaskCompletionSource _failure = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _failed = new();

    /// <summary>Cancelled when something failed.</summary>
    public CancellationToken Failed => _failed.Token;

    public void Watch(Task work)
    {
        if (work.IsCompletedSuccessfully)
            return;
        _ = work.ContinueWith(
            static (task, state) => (state as Supervisor)?.Report(task),
            this,
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default
        );
    }

    /// <summary>What failed first; null while nothing did.</summary>
    public Exception? Failure => _failure.Task.Exception?.InnerException;

    /// <summary>Throws <see cref="Failure"/>, if there is one.</summary>
    public Task ThrowIfFailedAsync() => _failure.Task.IsCompleted ? _failure.Task : Task.CompletedTask;

    public void Dispose() => _failed.Dispose();

    private void Report(Task task)
    {
        _failure.TrySetException(task.Exception?.InnerExceptions ?? []);
        _failed.Cancel();
    }
}
