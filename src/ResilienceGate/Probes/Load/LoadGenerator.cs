using System.Collections.Concurrent;
using System.Threading.Channels;
using ResilienceGate.Agents;

namespace ResilienceGate.Probes.Load;

/// <summary>
/// Sends requests at a constant rate, open-loop: each at its intended time, however slowly the earlier ones are answered,
/// with latencies counted from that time. So a stall shows in every request that was due in it (no coordinated omission).
/// </summary>
/// <param name="requests">At least one.</param>
internal sealed class LoadGenerator(
    IModelClient client,
    IReadOnlyList<PreparedRequest> requests,
    LoadProfile profile,
    AnswerJudge judge,
    RecordWriter records,
    ProbeClock clock,
    ISleep sleep,
    Supervisor supervisor
)
{
    private const int WarmUpRequests = 20;

    private readonly TimeProvider _time = clock.Time;
    private readonly ConstantRate _rate = new(profile.Rate);
    private readonly DeadlinePool _deadlines = new(clock.Time);
    private readonly ConcurrentQueue<LoadInterval> _freeIntervals = new();
    private readonly Channel<LoadInterval> _intervals = Channel.CreateUnbounded<LoadInterval>();
    private int _inFlight;

    /// <summary>Runs until it is told to stop and the requests on their way are settled and reported.</summary>
    /// <param name="stop">Send no more.</param>
    /// <param name="ct">Report no more, and end at once; cancelled only together with <paramref name="stop"/>.</param>
    public async Task RunAsync(CancellationToken stop, CancellationToken ct)
    {
        await WarmUpAsync(stop);
        var start = _time.GetTimestamp();
        var sending = Task.Factory.StartNew(
            () => Send(start, stop),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default
        );
        try
        {
            await foreach (var interval in _intervals.Reader.ReadAllAsync(ct))
            {
                await interval.Settled.WaitAsync(ct);
                records.Write(interval.Report(clock.At(start)));
                _freeIntervals.Enqueue(interval);
            }
        }
        finally
        {
            await sending;
        }
    }

    /// <summary>What the first requests of a process cost its own runtime is no latency of the model's.</summary>
    private async Task WarmUpAsync(CancellationToken stop)
    {
        using var limit = new CancellationTokenSource(profile.Deadline, _time);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
        for (var i = 0; i < WarmUpRequests && !ended.IsCancellationRequested; i++)
            await client.InferAsync(requests[i % requests.Count], ended.Token);
    }

    private void Send(long start, CancellationToken stop)
    {
        var order = new int[requests.Count];
        for (var i = 0; i < order.Length; i++)
            order[i] = i;
        new Random(profile.Seed).Shuffle(order);

        var current = OpenInterval(TimeSpan.Zero);
        try
        {
            for (long i = 0; ; i++)
            {
                var at = _rate.DueAt(i);
                var due = TimestampOf(start, at);
                if (!sleep.Until(due, stop))
                    break;
                while (at >= current.Start + LoadInterval.Length)
                {
                    current.Close();
                    current = OpenInterval(current.Start + LoadInterval.Length);
                }

                SendOne(requests[order[i % order.Length]], current, at, due);
            }
        }
        finally
        {
            current.Close();
            _intervals.Writer.Complete();
        }
    }

    private void SendOne(PreparedRequest request, LoadInterval interval, TimeSpan at, long due)
    {
        var late = _time.GetElapsedTime(due);
        interval.Begin(at, late);
        var remaining = profile.Deadline - late;
        // A request that the probe itself has kept until its deadline says nothing about the model.
        if (remaining <= TimeSpan.Zero || Volatile.Read(ref _inFlight) >= profile.MaxInFlight)
        {
            interval.Settle(at, Outcome.Shed, late, stream: null);
            return;
        }

        Interlocked.Increment(ref _inFlight);
        supervisor.Watch(AskAsync(request, interval, at, due, _deadlines.Take(remaining)));
    }

    private async Task AskAsync(
        PreparedRequest request,
        LoadInterval interval,
        TimeSpan at,
        long due,
        CancellationTokenSource deadline
    )
    {
        var reply = await client.InferAsync(request, deadline.Token);
        var latency = _time.GetElapsedTime(due);
        _deadlines.GiveBack(deadline);
        Interlocked.Decrement(ref _inFlight);
        var outcome = latency > profile.Deadline ? Outcome.Timeout : judge.Judge(request, reply);
        if (outcome is Outcome.Timeout)
            interval.Settle(at, outcome, profile.Deadline, stream: null);
        else
            interval.Settle(at, outcome, latency, reply.Value?.Stream);
    }

    private LoadInterval OpenInterval(TimeSpan start)
    {
        if (!_freeIntervals.TryDequeue(out var interval))
            interval = new LoadInterval();
        interval.Open(start);
        _intervals.Writer.TryWrite(interval);
        return interval;
    }

    private long TimestampOf(long start, TimeSpan at) =>
        start + (long)(at.Ticks * ((double)_time.TimestampFrequency / TimeSpan.TicksPerSecond));
}
