namespace ResilienceGate.Agents.Faults;

/// <summary>
/// The agent in the target pod: waits to be told to begin, brings its fault about, holds it, and takes it away when it is
/// told to stop, when the fault expires, when it is lost, and when the process is told to end.
/// </summary>
/// <remarks>
/// It begins on the gate's word alone, and once. Whatever starts late, a slow image or a request that a paused gate has
/// sent after its run was rolled back, waits for a word that nobody says.
/// </remarks>
internal sealed class FaultAgent(FaultOrder order, Stream output, TimeProvider time)
{
    public const int Done = 0;
    public const int Failure = 1;

    private const int MaxReverts = 5;

    private static readonly TimeSpan RevertWithin = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly FaultLog _log = new(output, time);
    private readonly TaskCompletionSource _begin = Signal();
    private readonly TaskCompletionSource<string> _stop = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<FaultRecord> _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<FaultRecord> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="ct">The process was told to end: the fault is taken away.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        await using var ending = ct.Register(() => _stop.TrySetResult("the process was told to end"));
        AgentDoor door;
        try
        {
            door = AgentDoor.Open(order.Injection, AnswerAsync, time);
        }
        catch (PodFaultException e)
        {
            _log.Write(at => new FaultRecord.Failed(e.Message) { At = at });
            return Failure;
        }
        await using (door)
        {
            _log.Write(at => new FaultRecord.Ready { At = at });
            var last = await CarryOutAsync();
            _begun.TrySetResult(last);
            _ended.TrySetResult(last);
            return last is FaultRecord.Off ? Done : Failure;
        }
    }

    private static TaskCompletionSource Signal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task<FaultRecord> AnswerAsync(string word)
    {
        switch (word)
        {
            case AgentDoor.Begin:
                _begin.TrySetResult();
                return await _begun.Task;
            case AgentDoor.Stop:
                _stop.TrySetResult("stopped");
                return await _ended.Task;
            default:
                return new FaultRecord.Failed($"'{word}' is nothing that an agent does") { At = time.GetUtcNow() };
        }
    }

    /// <returns>The last record.</returns>
    private async Task<FaultRecord> CarryOutAsync()
    {
        using var waited = new CancellationTokenSource();
        await Task.WhenAny(_begin.Task, _stop.Task, Task.Delay(order.BeginWithin, time, waited.Token));
        await waited.CancelAsync();
        if (_stop.Task.IsCompletedSuccessfully)
            return Off($"{await _stop.Task} before it began", proof: null);
        if (!_begin.Task.IsCompletedSuccessfully)
            return Off($"nobody said begin for {order.BeginWithin.TotalSeconds:0} s", proof: null);

        var expires = time.GetUtcNow() + order.Lasts;
        using var expiry = new CancellationTokenSource(order.Lasts, time);
        await using var expiring = expiry.Token.Register(() => _stop.TrySetResult("expired"));
        using var over = new CancellationTokenSource();
        var stopping = StopAsync(over);
        _log.Write(at => new FaultRecord.Beginning(expires, order.Fault.OutlivesAgent) { At = at });
        var fault = order.Fault.Create(time);
        try
        {
            var proof = await fault.ApplyAsync(expires, over.Token);
            _begun.TrySetResult(_log.Write(at => new FaultRecord.On(proof) { At = at }));
        }
        catch (PodFaultException e)
        {
            return _log.Write(at => new FaultRecord.Failed(e.Message) { At = at });
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            return Off($"{await _stop.Task} before it was on", proof: null);
        }
        var lost = fault.LostAsync(over.Token);
        if (await Task.WhenAny(lost, stopping) == lost && lost.IsCompletedSuccessfully)
        {
            var why = await lost;
            _log.Write(at => new FaultRecord.Lost(why) { At = at });
            _stop.TrySetResult($"lost: {why}");
        }
        return await RevertAsync(fault, await _stop.Task);
    }

    private async Task StopAsync(CancellationTokenSource over)
    {
        await _stop.Task;
        await over.CancelAsync();
    }

    private async Task<FaultRecord> RevertAsync(IPodFault fault, string why)
    {
        for (var tries = 1; ; tries++)
        {
            using var limit = new CancellationTokenSource(RevertWithin, time);
            try
            {
                return Off(why, await fault.RevertAsync(limit.Token));
            }
            catch (Exception e) when (e is PodFaultException or OperationCanceledException)
            {
                if (tries == MaxReverts)
                    return _log.Write(at => new FaultRecord.Stuck(e.Message) { At = at });
            }
            await Task.Delay(Pause, time, CancellationToken.None);
        }
    }

    private FaultRecord Off(string why, string? proof) => _log.Write(at => new FaultRecord.Off(why, proof) { At = at });
}
