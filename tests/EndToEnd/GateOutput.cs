namespace ResilienceGate.EndToEnd;

/// <summary>What a gate that has ended has said.</summary>
internal sealed record GateOutput(int ExitCode, string Text);
