using ResilienceGate.LocalCluster.Nodes.Processes;

namespace ResilienceGate.LocalCluster.Nodes.Containers;

/// <summary>Stops a container as the kubelet does: its preStop hook, SIGTERM, and SIGKILL when the grace is over.</summary>
internal sealed class ContainerStop : IDisposable
{
    // What is left for the process when its hook used up the grace.
    private static readonly TimeSpan ShortestTermination = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly TimeProvider _clock;
    private CancellationTokenSource _graceOver;
    private DateTimeOffset _deadline;
    private bool _over;

    private ContainerStop(TimeSpan grace, TimeProvider clock)
    {
        _clock = clock;
        _deadline = clock.GetUtcNow() + grace;
        _graceOver = new CancellationTokenSource(grace, clock);
    }

    /// <param name="process">The process to stop.</param>
    /// <param name="preStop">The hook, or null; it is cancelled when the grace is over.</param>
    /// <param name="grace">For the hook and the process together.</param>
    /// <param name="clock">The clock of the grace.</param>
    public static ContainerStop Begin(
        ContainerProcess process,
        Func<CancellationToken, Task>? preStop,
        TimeSpan grace,
        TimeProvider clock
    )
    {
        var stop = new ContainerStop(grace, clock);
        _ = stop.RunAsync(process, preStop);
        return stop;
    }

    /// <summary>Brings the end nearer; it never moves away.</summary>
    public void Shorten(TimeSpan grace)
    {
        lock (_gate)
        {
            var deadline = _clock.GetUtcNow() + grace;
            if (_over || deadline >= _deadline)
                return;
            _deadline = deadline;
            _graceOver.CancelAfter(grace);
        }
    }

    /// <summary>It does so itself when it is over.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _over = true;
            _graceOver.Dispose();
        }
    }

    private async Task RunAsync(ContainerProcess process, Func<CancellationToken, Task>? preStop)
    {
        using var self = this;
        if (preStop is not null)
        {
            var hook = preStop(_graceOver.Token);
            if (await Task.WhenAny(hook, process.Exited) != hook)
                await _graceOver.CancelAsync();
            await hook;
            GrantTermination();
        }

        process.Signal(Signal.Terminate);
        await Task.WhenAny(process.Exited, Task.Delay(Timeout.InfiniteTimeSpan, _clock, _graceOver.Token));
        process.Signal(Signal.Kill);
    }

    private void GrantTermination()
    {
        lock (_gate)
        {
            if (_deadline - _clock.GetUtcNow() >= ShortestTermination)
                return;
            _deadline = _clock.GetUtcNow() + ShortestTermination;
            _graceOver.Dispose();
            _graceOver = new CancellationTokenSource(ShortestTermination, _clock);
        }
    }
}
