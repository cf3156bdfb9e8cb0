namespace ResilienceGate.Probes;

/// <summary>The requests file is wrong: where, what, and what to do about it.</summary>
/// <param name="line">From 1; 0 when the file as a whole is wrong.</param>
/// <param name="column">From 1; 1 when the line as a whole is wrong.</param>
internal sealed class RequestsFileException(string file, int line, string problem, int column = 1)
    : Exception(line > 0 ? $"{file}:{line}:{column}: {problem}" : $"{file}: {problem}")
{
    public string File { get; } = file;

    public int Line { get; } = line;

    public int Column { get; } = column;

    /// <summary>What is wrong and the remedy, without the place.</summary>
    public string Problem { get; } = problem;
}
