namespace ResilienceGate.Experiments;

/// <summary>A safety condition of the plan ended the run.</summary>
internal sealed class RunAbortedException(string message) : Exception(message);
