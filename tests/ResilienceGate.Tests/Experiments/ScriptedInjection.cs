using ResilienceGate.Faults;

namespace ResilienceGate.Tests.Experiments;

/// <summary>A fault whose every step is a test's; it counts how often it was reverted.</summary>
internal sealed class ScriptedInjection : IInjection
{
    private int _reverts;

    public TimeSpan Hold { get; init; }

    public bool BeginsWhenProved { get; init; }

    /// <summary>Completes when the fault is lost; null for a fault that cannot be.</summary>
    public Task<string>? OnLost { get; init; }

    public Func<CancellationToken, Task> OnInject { get; init; } = _ => Task.CompletedTask;

    public Func<CancellationToken, Task<string?>> OnProve { get; init; } = _ => Task.FromResult<string?>("seen");

    public Func<CancellationToken, Task<string?>> OnRevert { get; init; } = _ => Task.FromResult<string?>("undone");

    /// <summary>What the fault is on: each is reverted by itself.</summary>
    public IReadOnlyList<string> On { get; init; } = ["n1"];

    /// <summary>For one of several that the fault is on; else <see cref="OnRevert"/>.</summary>
    public Func<string, CancellationToken, Task<string?>>? OnRevertOf { get; init; }

    public int Reverts => Volatile.Read(ref _reverts);

    public IReadOnlyList<Undo> Undos =>
        [.. On.Select(what => new Undo($"node {what}", $"kubectl uncordon {what}", ct => RevertAsync(what, ct)))];

    public Task InjectAsync(CancellationToken ct) => OnInject(ct);

    public Task<string?> ProveAsync(CancellationToken ct) => OnProve(ct);

    public Task<string> LostAsync(CancellationToken ct) =>
        (OnLost ?? new TaskCompletionSource<string>().Task).WaitAsync(ct);

    private Task<string?> RevertAsync(string what, CancellationToken ct)
    {
        Interlocked.Increment(ref _reverts);
        return OnRevertOf is { } revert ? revert(what, ct) : OnRevert(ct);
    }
}
