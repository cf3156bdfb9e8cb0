using ResilienceGate.Faults;

namespace ResilienceGate.Tests.Experiments;

/// <summary>A fault whose every step is a test's; it counts how often it was reverted.</summary>
internal sealed class ScriptedInjection : IInjection
{
    public TimeSpan Hold { get; init; }

    public Func<CancellationToken, Task> OnInject { get; init; } = _ => Task.CompletedTask;

    public Func<CancellationToken, Task<string?>> OnProve { get; init; } = _ => Task.FromResult<string?>("seen");

    public Func<CancellationToken, Task<string?>> OnRevert { get; init; } = _ => Task.FromResult<string?>("undone");

    public int Reverts { get; private set; }

    public Task InjectAsync(CancellationToken ct) => OnInject(ct);

    public Task<string?> ProveAsync(CancellationToken ct) => OnProve(ct);

    public Task<string?> RevertAsync(CancellationToken deadline)
    {
        Reverts++;
        return OnRevert(deadline);
    }
}
