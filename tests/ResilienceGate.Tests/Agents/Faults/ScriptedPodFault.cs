using ResilienceGate.Agents.Faults;

namespace ResilienceGate.Tests.Agents.Faults;

/// <summary>A fault in a pod whose every step is a test's.</summary>
internal sealed class ScriptedPodFault : IPodFault
{
    private readonly TaskCompletionSource<string> _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Func<CancellationToken, Task<string>> OnApply { get; init; } = _ => Task.FromResult("burning");

    public Func<Task<string?>> OnRevert { get; init; } = () => Task.FromResult<string?>("out");

    public int Applied { get; private set; }

    public int Reverted { get; private set; }

    public DateTimeOffset? Expires { get; private set; }

    public void Lose(string why) => _lost.SetResult(why);

    public Task<string> ApplyAsync(DateTimeOffset expires, CancellationToken ct)
    {
        Applied++;
        Expires = expires;
        return OnApply(ct);
    }

    public Task<string> LostAsync(CancellationToken ct) => _lost.Task.WaitAsync(ct);

    public Task<string?> RevertAsync(CancellationToken ct)
    {
        Reverted++;
        return OnRevert();
    }
}
