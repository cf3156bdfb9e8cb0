namespace ResilienceGate.Journals;

/// <summary>A journal that somebody has damaged.</summary>
/// <param name="Run">By its label.</param>
/// <param name="Why">Names the ConfigMap, and what is wrong with it.</param>
internal sealed record UnreadableJournal(string Run, string Why);
