namespace ResilienceGate.Core.Reports;

/// <summary>A baseline or a result cannot be read: which, why, and what to do.</summary>
public sealed class DocumentException : Exception
{
    /// <param name="source">The file or object it was read from, as a person finds it.</param>
    public DocumentException(string source, string message, Exception? cause = null)
        : base($"{source}: {message}", cause) { }
}
