using ResilienceGate.Agents;

namespace ResilienceGate.Tests.Agents;

public sealed class SupervisorTests
{
    [Fact]
    public async Task The_first_failure_of_work_that_nobody_awaits_is_kept_and_told()
    {
        using var supervisor = new Supervisor();
        var work = new TaskCompletionSource();
        supervisor.Watch(Task.CompletedTask);
        supervisor.Watch(work.Task);
        await supervisor.ThrowIfFailedAsync();
        Assert.Null(supervisor.Failure);

        work.SetException(new InvalidOperationException("a bug"));

        Assert.True(supervisor.Failed.IsCancellationRequested);
        Assert.Equal("a bug", supervisor.Failure?.Message);
        await Assert.ThrowsAsync<InvalidOperationException>(supervisor.ThrowIfFailedAsync);
    }

    [Fact]
    public void Work_that_is_cancelled_is_no_failure()
    {
        using var supervisor = new Supervisor();

        supervisor.Watch(Task.FromCanceled(new CancellationToken(canceled: true)));

        Assert.False(supervisor.Failed.IsCancellationRequested);
    }
}
