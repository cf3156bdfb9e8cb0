using ResilienceGate.Agents;
using ResilienceGate.Core.Consistency;
using ResilienceGate.Probes;

namespace ResilienceGate.Tests.Probes.Load;

/// <summary>A model on a fake clock: says what it is scripted to, after a scripted time.</summary>
/// <param name="answer">What comes of a request that arrives so long after the first one, and how much later.</param>
internal sealed class ScriptedClient(TimeProvider time, Func<TimeSpan, (TimeSpan Takes, Outcome Outcome)> answer)
    : IModelClient
{
    private long? _first;

    /// <summary>The warm-up's requests are answered at once and are no part of the script.</summary>
    public int WarmUp { get; private set; }

    public async ValueTask<Reply<Answer>> InferAsync(PreparedRequest request, CancellationToken ct)
    {
        if (WarmUp < 20)
        {
            WarmUp++;
            return Reply.Failed<Answer>(Outcome.Refused, "not up yet");
        }

        _first ??= time.GetTimestamp();
        var (takes, outcome) = answer(time.GetElapsedTime(_first.Value));
        // Zero would complete on the spot, which a network never does.
        await Task.Delay(takes, time, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (ct.IsCancellationRequested)
            return Reply.Failed<Answer>(Outcome.Timeout, "too late");
        return outcome is Outcome.Good
            ? Reply.Answered(new Answer(new Prediction([]), ModelVersion: null))
            : Reply.Failed<Answer>(outcome, "scripted");
    }

    public ValueTask<Reply<ModelDescription>> DescribeAsync(CancellationToken ct) =>
        throw new NotSupportedException("The load asks for no metadata.");

    public void Dispose() { }
}
