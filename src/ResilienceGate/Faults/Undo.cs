namespace ResilienceGate.Faults;

/// <summary>One step of a revert, independent of the others: one that fails holds nothing up.</summary>
/// <param name="What">What it undoes, such as a node.</param>
/// <param name="ByHand">The command by which a person does it.</param>
/// <param name="RunAsync">
/// Undoes it and proves that it is gone: the proof as a sentence, null when there was nothing to undo. Safe to call at any
/// moment, also while the fault is injected, when nothing was, and when it was called before. A
/// <see cref="GateException"/> says that it is still there.
/// </param>
internal sealed record Undo(string What, string ByHand, Func<CancellationToken, Task<string?>> RunAsync);
