namespace ResilienceGate.LocalCluster.Nodes;

/// <summary>
/// One machine of the cluster: its kubelet and its heartbeats. Its power can be cut, which nobody is told of: the
/// others find out by its silence, as they would in life.
/// </summary>
internal sealed class SimulatedNode(Kubelet kubelet, NodeRegistration registration) : IDisposable
{
    private readonly SemaphoreSlim _switching = new(1, 1);
    private readonly TaskCompletionSource _fault = new();
    private CancellationTokenSource? _power;
    private Task _running = Task.CompletedTask;

    public string Name => registration.Name;

    public Kubelet Kubelet => kubelet;

    public bool IsOn => _power is not null;

    /// <summary>Ends only with the error of a part that failed.</summary>
    public Task Fault => _fault.Task;

    /// <summary>Boots it: it makes itself known and runs what is bound to it. One that is on stays so.</summary>
    public async Task TurnOnAsync(CancellationToken ct)
    {
        await _switching.WaitAsync(ct);
        try
        {
            if (IsOn)
                return;
            registration.Register();
            _power = new CancellationTokenSource();
            _running = Task.WhenAll(
                WatchOver(registration.BeatAsync(_power.Token)),
                WatchOver(kubelet.RunAsync(_power.Token))
            );
        }
        finally
        {
            _switching.Release();
        }
    }

    /// <summary>Returns when all of its processes are gone. One that is off stays so.</summary>
    public async Task CutPowerAsync(CancellationToken ct)
    {
        await _switching.WaitAsync(ct);
        try
        {
            if (_power is not { } power)
                return;
            await power.CancelAsync();
            await _running;
            await kubelet.VanishAsync();
            power.Dispose();
            _power = null;
        }
        finally
        {
            _switching.Release();
        }
    }

    /// <summary>Shuts it down: its processes get a grace.</summary>
    public async Task ShutDownAsync(TimeSpan grace)
    {
        if (_power is { } power)
            await power.CancelAsync();
        await _running;
        await kubelet.StopAsync(grace);
    }

    public void Dispose()
    {
        _power?.Dispose();
        _switching.Dispose();
    }

    private Task WatchOver(Task part) =>
        part.ContinueWith(
            ended =>
            {
                if (ended.Exception is { } error)
                    _fault.TrySetException(error.InnerExceptions);
            },
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default
        );
}
