using k8s.Autorest;
using Polly;
using Polly.Retry;
using Polly.Timeout;
using ResilienceGate.Clusters;
using ResilienceGate.Faults;
using ResilienceGate.Journals;

namespace ResilienceGate.Experiments;

/// <summary>Reverts an injection whatever happens to the run, and writes down that nothing of it is left.</summary>
internal sealed class Reverter
{
    /// <summary>How long an API server that does not answer is asked again.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>
    /// How long one attempt may take. A second one, on another connection, is still in time for the 7 s within which the
    /// cluster has to have accepted a revert.
    /// </summary>
    private static readonly TimeSpan AttemptWithin = TimeSpan.FromSeconds(2.5);

    private readonly Journal _journal;
    private readonly RunRecord _record;
    private readonly TimeProvider _time;
    private readonly ResiliencePipeline _again;
    private string? _refusal;

    public Reverter(Journal journal, RunRecord record, TimeProvider time)
    {
        _journal = journal;
        _record = record;
        _time = time;
        _again = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(
                new RetryStrategyOptions
                {
                    ShouldHandle = new PredicateBuilder().Handle<Exception>(e =>
                        e is HttpOperationException or HttpRequestException or IOException or TimeoutRejectedException
                    ),
                    MaxRetryAttempts = int.MaxValue,
                    Delay = TimeSpan.FromMilliseconds(250),
                    BackoffType = DelayBackoffType.Exponential,
                    MaxDelay = TimeSpan.FromSeconds(2),
                    OnRetry = retry =>
                    {
                        _refusal = retry.Outcome.Exception switch
                        {
                            HttpOperationException e => e.Explain(),
                            TimeoutRejectedException => null,
                            var e => e?.Message,
                        };
                        return default;
                    },
                }
            )
            .AddTimeout(AttemptWithin)
            .Build();
    }

    /// <summary>Takes no token of the run: a cancelled run is exactly when this must go on.</summary>
    /// <returns>What proves that the fault is gone; null when there was nothing to revert.</returns>
    /// <exception cref="GateException">It could not be proved; the message says what is left and how to revert it.</exception>
    public async Task<string?> RevertAsync(IInjection live, JournalEntry entry)
    {
        using var deadline = new CancellationTokenSource(Patience, _time);
        try
        {
            var proof = await _again.ExecuteAsync(async ct => await live.RevertAsync(ct), deadline.Token);
            await _again.ExecuteAsync(async ct => await _journal.RevertedAsync(entry, ct), deadline.Token);
            _record.Reverted();
            return proof;
        }
        catch (Exception e) when (e is GateException or OperationCanceledException)
        {
            var why = e is OperationCanceledException ? _refusal ?? "the cluster did not answer" : e.Message;
            var left =
                $"{entry.Fault} of '{entry.Experiment}' on {string.Join(", ", [.. entry.Nodes, .. entry.Pods])} could not be "
                + $"proved to be reverted ({why}). Run `resilience-gate rollback --namespace {_journal.Namespace} "
                + $"--run {_journal.Document.Run}` once the cluster answers"
                + string.Concat(entry.Nodes.Select(n => $"; by hand: `kubectl uncordon {n}`"))
                + ".";
            _record.Leave(left);
            throw new GateException(left, e);
        }
    }
}
