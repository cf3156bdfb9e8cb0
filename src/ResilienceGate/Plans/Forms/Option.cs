namespace ResilienceGate.Plans.Forms;

/// <summary>One of the words that a <see cref="Choice{T}"/> allows.</summary>
internal sealed record Option<T>(string Word, T Value);
