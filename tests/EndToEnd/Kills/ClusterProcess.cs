namespace ResilienceGate.EndToEnd.Kills;

/// <summary>A process of an embedded cluster.</summary>
/// <param name="Network">The network namespace that it is in, as <c>/proc</c> calls it.</param>
internal sealed record ClusterProcess(int Id, string CommandLine, string Network)
{
    /// <summary>Whether it is an agent that carries a fault out, or somebody who speaks to one.</summary>
    public bool IsOfFault => CommandLine.Contains(" agent fault ", StringComparison.Ordinal);

    /// <summary>Whether it is the agent itself, and not the shell that brings it into its container.</summary>
    public bool IsAgent =>
        CommandLine.Split(' ') is [var program, "agent", "fault", "hold", ..]
        && program.EndsWith("ResilienceGate", StringComparison.Ordinal);
}
