using System.CommandLine;

namespace ResilienceGate.Commands;

/// <summary><c>cluster</c>: an embedded cluster to try things on.</summary>
internal static class ClusterCommand
{
    public static Command Create(CommandContext context) =>
        new(
            "cluster",
            """
            A small Kubernetes cluster on this machine, for first tries and for tests: the pods are real processes, and
            kubectl works. The gate treats it as any other cluster.

            Example: resilience-gate cluster up --nodes 3
            """
        )
        {
            ClusterUpCommand.Create(context),
            ClusterStatusCommand.Create(context),
            ClusterNodeCommand.Create(context),
            ClusterDownCommand.Create(context),
        };
}
