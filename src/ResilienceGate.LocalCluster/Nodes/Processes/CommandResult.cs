namespace ResilienceGate.LocalCluster.Nodes.Processes;

/// <param name="ExitCode">128 + the signal when one ended it.</param>
/// <param name="Output">Standard output and error as they came, of limited length.</param>
internal sealed record CommandResult(int ExitCode, string Output);
