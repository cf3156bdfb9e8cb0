using System.CommandLine;
using System.Globalization;
using ResilienceGate.EmbeddedClusters;

namespace ResilienceGate.Commands;

/// <summary><c>cluster node</c>: the power of one machine.</summary>
internal static class ClusterNodeCommand
{
    public static Command Create(CommandContext context) =>
        new("node", "Switches the power of a node of an embedded cluster.")
        {
            Switch(
                context,
                "stop",
                """
                Cuts the power of a node: the kubelet and all its processes vanish without a word. Kubernetes finds out
                when the heartbeats stay away.

                Example: resilience-gate cluster node stop node-2
                """,
                "{0} is gone, without a word to Kubernetes.",
                (machines, node, ct) => machines.StopAsync(node, ct)
            ),
            Switch(
                context,
                "start",
                """
                Boots a node again; what is still bound to it is started anew.

                Example: resilience-gate cluster node start node-2
                """,
                "{0} is on again.",
                (machines, node, ct) => machines.StartAsync(node, ct)
            ),
        };

    private static Command Switch(
        CommandContext context,
        string verb,
        string description,
        string done,
        Func<ClusterMachines, string, CancellationToken, Task<MachineReport>> act
    )
    {
        var which = new EmbeddedClusterCliOptions();
        var node = new Argument<string>("NODE") { Description = "Such as node-2" };
        var command = new Command(verb, description) { node };
        which.SetAction(
            command,
            context,
            async (machines, parsed, ct) =>
            {
                var name = parsed.GetRequiredValue(node);
                await act(machines, name, ct);
                await parsed.InvocationConfiguration.Output.WriteLineAsync(
                    string.Format(CultureInfo.InvariantCulture, done, name)
                );
            }
        );
        return command;
    }
}
