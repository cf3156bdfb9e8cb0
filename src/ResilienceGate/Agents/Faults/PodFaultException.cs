namespace ResilienceGate.Agents.Faults;

/// <summary>A fault could not be brought about or taken away inside a pod; the message says why, for people.</summary>
internal sealed class PodFaultException(string message, Exception? cause = null) : Exception(message, cause);
