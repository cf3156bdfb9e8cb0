using Microsoft.Extensions.Time.Testing;

namespace ResilienceGate.Recommender.Tests.Serving;

/// <summary>A fake clock that tells when somebody began to wait, so that a test does not advance it too early.</summary>
internal sealed class SignallingTimeProvider : FakeTimeProvider
{
    private readonly TaskCompletionSource waiting = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Waiting => waiting.Task;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        waiting.TrySetResult();
        return timer;
    }
}
