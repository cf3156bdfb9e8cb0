namespace ResilienceGate.Experiments;

/// <summary>Ends a run for a reason other than its user's: an abort condition, a lost lease, a probe that died.</summary>
internal sealed class RunGuard : IDisposable
{
    private readonly CancellationTokenSource _end;
    private readonly CancellationToken _user;
    private Exception? _reason;

    public RunGuard(CancellationToken ct)
    {
        _user = ct;
        _end = CancellationTokenSource.CreateLinkedTokenSource(ct);
    }

    /// <summary>Cancelled when the user cancels, and when something that is watched ends the run.</summary>
    public CancellationToken Token => _end.Token;

    /// <summary>What ended the run; null when it was its user, or when it goes on.</summary>
    public Exception? Reason => _user.IsCancellationRequested ? null : Volatile.Read(ref _reason);

    /// <summary>Ends the run when the task fails.</summary>
    public void Watch(Task task) =>
        _ = task.ContinueWith(
            t => End(t.Exception?.InnerException ?? new GateException("A part of the gate ended unexpectedly.")),
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnFaulted,
            TaskScheduler.Default
        );

    /// <summary>The run is over: what still watches it ends.</summary>
    public void Dispose()
    {
        _end.Cancel();
        _end.Dispose();
    }

    private void End(Exception reason)
    {
        // The first reason is the reason.
        if (Interlocked.CompareExchange(ref _reason, reason, null) is not null)
            return;
        try
        {
            _end.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The run was over already.
        }
    }
}
