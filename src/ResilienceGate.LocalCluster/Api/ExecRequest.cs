namespace ResilienceGate.LocalCluster.Api;

/// <summary>What is to be run in a container.</summary>
/// <param name="Command">The program and its arguments.</param>
/// <param name="HasInput">Whether someone will write to it; else its input is at its end from the start.</param>
/// <param name="HasTerminal">Whether its streams are a terminal.</param>
internal sealed record ExecRequest(IReadOnlyList<string> Command, bool HasInput, bool HasTerminal);
