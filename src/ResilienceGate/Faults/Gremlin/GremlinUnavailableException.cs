namespace ResilienceGate.Faults.Gremlin;

/// <summary>Gremlin does not answer, or answers that it cannot at the moment: it may be asked again.</summary>
internal sealed class GremlinUnavailableException(string message, Exception? cause = null)
    : IOException(message, cause);
