using ResilienceGate.Probes;

namespace ResilienceGate.Agents;

/// <summary>
/// Asks every new replica by its own address until its first right answer: that moment, not the one at which Kubernetes
/// calls it ready, is when it serves again.
/// </summary>
/// <param name="connect">Makes a client for a replica.</param>
internal sealed class ReplicaWatch(
    Func<Replica, IModelClient> connect,
    IReadOnlyList<PreparedRequest> requests,
    TimeSpan deadline,
    AnswerJudge judge,
    RecordWriter records,
    ProbeClock clock,
    Supervisor supervisor
) : IDisposable
{
    /// <summary>How exactly a first answer is known.</summary>
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(50);

    private readonly Dictionary<string, (Replica Replica, CancellationTokenSource Gone)> _known = [];

    /// <summary>All replicas there are, as last told.</summary>
    public IReadOnlyList<Replica> Known => [.. _known.Values.Select(watched => watched.Replica)];

    /// <param name="now">All replicas there are now.</param>
    public void Update(IReadOnlyList<Replica> now)
    {
        foreach (var uid in _known.Keys.Except(now.Select(replica => replica.Uid)).ToList())
        {
            if (_known.Remove(uid, out var left))
                End(left.Gone);
        }

        foreach (var replica in now)
        {
            if (_known.ContainsKey(replica.Uid))
                continue;
            var gone = new CancellationTokenSource();
            _known.Add(replica.Uid, (replica, gone));
            supervisor.Watch(AwaitFirstAnswerAsync(replica, gone.Token));
        }
    }

    public void Dispose()
    {
        foreach (var (_, gone) in _known.Values)
            End(gone);
        _known.Clear();
    }

    private static void End(CancellationTokenSource gone)
    {
        gone.Cancel();
        gone.Dispose();
    }

    private async Task AwaitFirstAnswerAsync(Replica replica, CancellationToken gone)
    {
        using var client = connect(replica);
        for (var i = 0; !gone.IsCancellationRequested; i++)
        {
            var asked = clock.Time.GetTimestamp();
            var request = requests[i % requests.Count];
            using var limit = new CancellationTokenSource(deadline, clock.Time);
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, gone);
            var reply = await client.InferAsync(request, ended.Token);
            var when = clock.Now;
            if (judge.Judge(request, reply) is Outcome.Good && !gone.IsCancellationRequested)
            {
                records.Write(
                    (number, at) => new ProbeRecord.FirstAnswer(replica.Uid, when) { Number = number, At = at }
                );
                return;
            }

            var left = Period - clock.Time.GetElapsedTime(asked);
            if (left > TimeSpan.Zero)
                await Task.Delay(left, clock.Time, gone).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
