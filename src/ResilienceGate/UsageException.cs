namespace ResilienceGate;

/// <summary>What the command line asks for cannot be done. The message says what, why and the next step.</summary>
internal sealed class UsageException(string message, Exception? cause = null) : Exception(message, cause);
