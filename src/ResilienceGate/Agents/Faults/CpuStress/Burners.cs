namespace ResilienceGate.Agents.Faults.CpuStress;

/// <summary>Threads that are busy for a share of the time, until they are stopped or their time is over.</summary>
internal sealed class Burners
{
    /// <summary>Shorter than what a user feels, and longer than a time slice of the scheduler.</summary>
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(50);

    private const int StepsBetweenLooks = 2000;

    private readonly object _turn = new();
    private readonly TimeSpan _busy;
    private readonly TimeSpan _lasts;
    private readonly TimeProvider _time;
    private readonly Task _ended;
    private volatile bool _isStopped;

    /// <param name="load">The share of the time that each is busy, above 0 and at most 1.</param>
    public Burners(int count, double load, TimeSpan lasts, TimeProvider time)
    {
        _busy = Period * load;
        _lasts = lasts;
        _time = time;
        _ended = Task.WhenAll(Enumerable.Range(0, count).Select(_ => Start()));
    }

    /// <summary>Returns when all threads have ended.</summary>
    public Task StopAsync()
    {
        lock (_turn)
        {
            _isStopped = true;
            Monitor.PulseAll(_turn);
        }
        return _ended;
    }

    private Task Start()
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            Run();
            ended.SetResult();
        })
        {
            IsBackground = true,
            Name = "cpu-stress",
        }.Start();
        return ended.Task;
    }

    private void Run()
    {
        var started = _time.GetTimestamp();
        var x = 1.0;
        while (!_isStopped && _time.GetElapsedTime(started) < _lasts)
        {
            var turn = _time.GetTimestamp();
            while (_time.GetElapsedTime(turn) < _busy && !_isStopped)
                x = Burn(x);
            // A turn that another process has taken away is not made up for.
            if (Period - _time.GetElapsedTime(turn) is { Ticks: > 0 } rest)
                Rest(rest);
        }
    }

    private static double Burn(double x)
    {
        for (var i = 0; i < StepsBetweenLooks; i++)
            x = Math.Sqrt(x + i);
        return x;
    }

    private void Rest(TimeSpan rest)
    {
        lock (_turn)
        {
            if (!_isStopped)
                Monitor.Wait(_turn, rest);
        }
    }
}
