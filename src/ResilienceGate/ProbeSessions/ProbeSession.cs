using System.Collections.Concurrent;
using System.Net;
using k8s;
using k8s.Autorest;
using Microsoft.Extensions.Logging;
using ResilienceGate.Agents;
using ResilienceGate.Clusters;
using ResilienceGate.Core.Consistency;
using ResilienceGate.Targets;

namespace ResilienceGate.ProbeSessions;

/// <summary>The running probe, as the gate sees it.</summary>
internal sealed class ProbeSession : IAsyncDisposable
{
    private static readonly TimeSpan PingEvery = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan EndWithin = TimeSpan.FromSeconds(5);

    private readonly ProbePod _pod;
    private readonly ProbeJob _job;
    private readonly RunClock _clock;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource<ClockOffset> _firstPong = Promise<ClockOffset>();
    private readonly ConcurrentDictionary<int, DateTimeOffset> _pings = new();
    private readonly ConcurrentDictionary<int, TaskCompletionSource<IReadOnlyList<ReplicaState>>> _censuses = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ProbeChannel? _channel;
    private ClockOffset? _offset;
    private int _lastId;
    private Task _running = Task.CompletedTask;

    private ProbeSession(ProbePod pod, ProbeJob job, RunClock clock)
    {
        _pod = pod;
        _job = job;
        _clock = clock;
    }

    public ProbeLog Log { get; } = new();

    public ClockOffset? Offset => _offset;

    /// <summary>Faulted with a <see cref="GateException"/> when the probe ends although nobody asked it to.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Returns when the probe runs, is connected, and its clock is known.</summary>
    public static async Task<ProbeSession> StartAsync(
        IKubernetes cluster,
        ProbeJob job,
        RunClock clock,
        ILogger logger,
        CancellationToken ct
    )
    {
        var session = new ProbeSession(new ProbePod(cluster, clock.Time), job, clock);
        try
        {
            await session._pod.CreateAsync(job, ct);
            var pod = await session._pod.RunningAsync(job, ct);
            var reader = new ProbeRecordReader(cluster, job.Namespace, pod, clock.Time, logger);
            session._channel = new ProbeChannel(cluster, job.Namespace, pod, logger);
            session._running = Task.WhenAll(session.ReadAsync(reader), session.PingAsync());
            await session.AnsweredAsync(session._firstPong.Task, "its clock", ct);
            return session;
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    /// <summary>Tells the probe which replicas there are, now and whenever they change; runs until it is cancelled.</summary>
    public async Task FollowAsync(TargetWatch watch, int port, CancellationToken ct)
    {
        var told = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var state in watch.ChangesAsync(ct))
        {
            var now = Replicas(state, port);
            if (told.SetEquals(now.Select(r => r.Uid)))
                continue;
            told = now.Select(r => r.Uid).ToHashSet(StringComparer.Ordinal);
            await Channel.EstablishAsync(new ProbeCommand.Replicas(now), ct);
        }
    }

    public Task StartTrafficAsync(CancellationToken ct) => Channel.EstablishAsync(new ProbeCommand.Start(), ct);

    public Task TellTruthAsync(IReadOnlyDictionary<string, Prediction> truth, CancellationToken ct) =>
        Channel.EstablishAsync(new ProbeCommand.Truth(truth), ct);

    /// <summary>Every replica of <paramref name="state"/> asked by its own address.</summary>
    public async Task<IReadOnlyList<ReplicaState>> CensusAsync(TargetState state, int port, CancellationToken ct)
    {
        await Channel.EstablishAsync(new ProbeCommand.Replicas(Replicas(state, port)), ct);
        var id = Interlocked.Increment(ref _lastId);
        var answer = _censuses.GetOrAdd(id, _ => Promise<IReadOnlyList<ReplicaState>>());
        await Channel.SayAsync(new ProbeCommand.Census(id), ct);
        return await AnsweredAsync(answer.Task, "every replica", ct);
    }

    /// <summary>Stops the traffic and takes the probe away. What cannot be deleted in time goes by its own time to live.</summary>
    public async ValueTask DisposeAsync()
    {
        _ended.TrySetResult();
        using var limit = new CancellationTokenSource(EndWithin, _clock.Time);
        try
        {
            await _pod.DeleteAsync(_job.Name, _job.Namespace, limit.Token);
        }
        catch (Exception e)
            when (e is HttpOperationException or HttpRequestException or IOException or OperationCanceledException)
        {
            // The Job's own deadline ends it, and its time to live takes it away.
        }
        await _stop.CancelAsync();
        await _running;
        _channel?.Dispose();
        _stop.Dispose();
    }

    private ProbeChannel Channel => _channel ?? throw new InvalidOperationException("The probe is not connected.");

    private static List<Replica> Replicas(TargetState state, int port) =>
        [
            .. state
                .Alive.Where(p => p.DeletionMarked is null && !string.IsNullOrEmpty(p.Now.Status?.PodIP))
                .Select(p => new Replica(
                    p.Name,
                    p.Incarnation,
                    new IPEndPoint(IPAddress.Parse(p.Now.Status.PodIP), port).ToString()
                )),
        ];

    private async Task ReadAsync(ProbeRecordReader reader)
    {
        try
        {
            var reason = "its log ended";
            await foreach (var record in reader.ReadAsync(_stop.Token))
            {
                Take(record);
                if (record is ProbeRecord.Bye bye)
                    reason = bye.Reason;
            }
            End($"The probe ended although the run goes on: {reason}");
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The session is over.
        }
    }

    private void Take(ProbeRecord record)
    {
        switch (record)
        {
            case ProbeRecord.Pong pong when _pings.TryRemove(pong.Id, out var asked):
                var offset = ClockOffset.Of(asked, pong.At, _clock.Now);
                // The quickest answer bounds the error best.
                if (_offset is null || offset.Error < _offset.Error)
                    _offset = offset;
                _firstPong.TrySetResult(offset);
                break;
            case ProbeRecord.Interval interval when _offset is not null:
                Log.Add(interval, _offset);
                break;
            case ProbeRecord.FirstAnswer answer when _offset is not null:
                Log.Add(answer, _offset);
                break;
            case ProbeRecord.CensusTaken census:
                _censuses
                    .GetOrAdd(census.Id, _ => Promise<IReadOnlyList<ReplicaState>>())
                    .TrySetResult(census.Replicas);
                break;
        }
    }

    private async Task PingAsync()
    {
        try
        {
            while (true)
            {
                var id = Interlocked.Increment(ref _lastId);
                _pings[id] = _clock.Now;
                await Channel.SayAsync(new ProbeCommand.Ping(id), _stop.Token);
                await Task.Delay(PingEvery, _clock.Time, _stop.Token);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The session is over.
        }
        catch (Exception e)
            when (e
                    is System.Net.WebSockets.WebSocketException
                        or HttpOperationException
                        or HttpRequestException
                        or IOException
            )
        {
            End($"The probe cannot be told anything (pods/attach): {e.Message}");
        }
    }

    private void End(string reason) => _ended.TrySetException(new GateException(reason));

    private async Task<T> AnsweredAsync<T>(Task<T> answer, string what, CancellationToken ct)
    {
        try
        {
            var first = await Task.WhenAny(answer, _ended.Task).WaitAsync(AnswerWithin, _clock.Time, ct);
            await first;
            return await answer;
        }
        catch (TimeoutException e)
        {
            throw new GateException(
                $"The probe did not answer for {AnswerWithin.TotalSeconds:0} s when it was asked for {what}.",
                e
            );
        }
    }

    private static TaskCompletionSource<T> Promise<T>() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
