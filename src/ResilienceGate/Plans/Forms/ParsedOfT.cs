namespace ResilienceGate.Plans.Forms;

/// <summary>A value that was read from a word of the plan, or what is wrong with the word.</summary>
/// <param name="Problem">
/// Follows the key and the word in a sentence: <c>has no unit; write 100/s</c>. Null when the word is right.
/// </param>
internal readonly record struct Parsed<T>(T? Value, string? Problem)
{
    public static implicit operator Parsed<T>(T value) => new(value, Problem: null);

    /// <summary>The same when <paramref name="holds"/>, else the problem.</summary>
    public Parsed<T> When(Func<T, bool> holds, string otherwise) =>
        Problem is null && Value is { } value && !holds(value) ? Parsed.Wrong<T>(otherwise) : this;
}
