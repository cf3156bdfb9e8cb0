namespace ResilienceGate.Faults;

/// <summary>The cluster refused a fault: the injection is void, and the message says why.</summary>
internal sealed class InjectionRefusedException(string message, Exception? cause = null) : Exception(message, cause);
