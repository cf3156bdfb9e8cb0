namespace ResilienceGate.Recommender.Models;

/// <summary>A checkpoint that cannot be used. The message says what is wrong and what to do.</summary>
internal sealed class CheckpointException : Exception
{
    public CheckpointException(string message)
        : base(message) { }

    public CheckpointException(string message, Exception inner)
        : base(message, inner) { }
}
