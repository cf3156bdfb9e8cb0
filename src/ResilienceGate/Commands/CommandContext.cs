using ResilienceGate.Hosts;

namespace ResilienceGate.Commands;

/// <summary>What every command is given: the host, the environment, the clock.</summary>
internal sealed record CommandContext(ICiHost Host, IReadOnlyDictionary<string, string> Environment, TimeProvider Time);
