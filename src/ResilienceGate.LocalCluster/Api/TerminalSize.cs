namespace ResilienceGate.LocalCluster.Api;

/// <summary>The window of a terminal, in characters.</summary>
internal readonly record struct TerminalSize(ushort Width, ushort Height);
