namespace ResilienceGate;

/// <summary>The gate could not do its job; never the model's fault. The message says where, what and the next step.</summary>
internal sealed class GateException(string message, Exception? cause = null) : Exception(message, cause);
