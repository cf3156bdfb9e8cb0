using k8s.Autorest;
using Polly;
using Polly.Retry;
using Polly.Timeout;
using ResilienceGate.Clusters;
using ResilienceGate.Faults;
using ResilienceGate.Journals;

namespace ResilienceGate.Experiments;

/// <summary>Reverts an injection whatever happens to the run, and writes down that nothing of it is left.</summary>
internal sealed class Reverter(Journal journal, RunRecord record, TimeProvider time)
{
    /// <summary>How long an API server that does not answer is asked again.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>
    /// How long one attempt may take. A second one, on another connection, is still in time for the 7 s within which the
    /// cluster has to have accepted a revert.
    /// </summary>
    private static readonly TimeSpan AttemptWithin = TimeSpan.FromSeconds(2.5);

    private readonly ResiliencePipeline _again = new ResiliencePipelineBuilder { TimeProvider = time }
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
            }
        )
        .AddTimeout(AttemptWithin)
        .Build();

    /// <summary>
    /// Takes no token of the run: a cancelled run is exactly when this must go on. The steps are taken at the same time,
    /// each again and again for itself.
    /// </summary>
    /// <returns>What proves that the fault is gone; null when there was nothing to revert.</returns>
    /// <exception cref="GateException">It could not be proved; the message says what is left and how to revert it.</exception>
    public async Task<string?> RevertAsync(IInjection live, JournalEntry entry)
    {
        using var deadline = new CancellationTokenSource(Patience, time);
        var steps = await Task.WhenAll(live.Undos.Select(u => TakeAsync(u, deadline.Token)));
        if (steps.All(s => s.Failure is null))
            steps = [.. steps, await TakeAsync(WriteDown(entry), deadline.Token)];
        var failures = steps.Where(s => s.Failure is not null).ToList();
        if (failures.Count > 0)
        {
            var left = Left(entry, failures);
            // What may be left was injected.
            record.Injected();
            record.Leave(left);
            throw new GateException(left, failures[0].Failure);
        }
        var proofs = steps.Select(s => s.Proof).OfType<string>().ToList();
        if (proofs.Count == 0)
            return null;
        record.Reverted();
        return string.Join("; ", proofs);
    }

    private Undo WriteDown(JournalEntry entry) =>
        new(
            $"its entry in the journal {journal.Namespace}/{journal.Name}",
            ByHand: "",
            async ct =>
            {
                await journal.RevertedAsync(entry, ct);
                return null;
            }
        );

    private async Task<Step> TakeAsync(Undo undo, CancellationToken deadline)
    {
        string? refusal = null;
        try
        {
            var proof = await _again.ExecuteAsync(
                async attempt =>
                {
                    try
                    {
                        return await undo.RunAsync(attempt);
                    }
                    catch (Exception e) when (e is HttpOperationException or HttpRequestException or IOException)
                    {
                        refusal = e is HttpOperationException refused
                            ? refused.Explain()
                            : e.GetBaseException().Message;
                        throw;
                    }
                },
                deadline
            );
            return new Step(undo, proof, Failure: null);
        }
        catch (GateException e)
        {
            return new Step(undo, Proof: null, e);
        }
        catch (OperationCanceledException e) when (deadline.IsCancellationRequested)
        {
            return new Step(undo, Proof: null, new GateException(refusal ?? "the cluster did not answer", e));
        }
    }

    private string Left(JournalEntry entry, IReadOnlyList<Step> failures) =>
        $"{entry.Fault} of '{entry.Experiment}' could not be proved to be reverted: "
        + string.Join(", ", failures.Select(f => $"{f.Undo.What} ({f.Failure?.Message})"))
        + $". Run `resilience-gate rollback --namespace {journal.Namespace} --run {journal.Document.Run}` once the "
        + "cluster answers"
        + string.Concat(failures.Where(f => f.Undo.ByHand.Length > 0).Select(f => $"; by hand: `{f.Undo.ByHand}`"))
        + ".";

    private sealed record Step(Undo Undo, string? Proof, GateException? Failure);
}
