namespace ResilienceGate.Recommender.Commands;

internal static class ExitCode
{
    public const int Success = 0;

    /// <summary>The program could not do its job.</summary>
    public const int Failure = 1;

    /// <summary>A wrong argument or environment variable.</summary>
    public const int Usage = 2;
}
