using ResilienceGate.Core.Experiments;

namespace ResilienceGate.Plans.Sections;

/// <summary>A mode as a plan writes it.</summary>
/// <param name="Most">The greatest <c>value</c> it takes; null when it takes none.</param>
/// <param name="With">The mode with its value.</param>
internal sealed record ModeWord(string Word, int? Most, Func<int, Mode> With);
