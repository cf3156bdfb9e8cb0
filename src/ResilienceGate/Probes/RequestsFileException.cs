namespace ResilienceGate.Probes;

/// <summary>The requests file is wrong: where, what, and what to do about it.</summary>
/// <param name="line">From 1; 0 when the file as a whole is wrong.</param>
internal sealed class RequestsFileException(string file, int line, string problem)
    : Exception(line > 0 ? $"{file}:{line}: {problem}" : $"{file}: {problem}")
{
    public string File { get; } = file;

    public int Line { get; } = line;

    /// <summary>What is wrong and the remedy, without the place.</summary>
    public string Problem { get; } = problem;
}
