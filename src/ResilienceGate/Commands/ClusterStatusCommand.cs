using System.CommandLine;
using System.Globalization;
using k8s;
using k8s.Models;
using ResilienceGate.EmbeddedClusters;

namespace ResilienceGate.Commands;

/// <summary><c>cluster status</c>.</summary>
internal static class ClusterStatusCommand
{
    public static Command Create(CommandContext context)
    {
        var which = new EmbeddedClusterCliOptions();
        var command = new Command(
            "status",
            """
            Shows an embedded cluster: since when it is up, how long it waits for a silent node, and for each node
            whether it has power, what Kubernetes thinks of it and how many pods are bound to it.

            Example: resilience-gate cluster status
            """
        );
        which.SetAction(
            command,
            context,
            (machines, parsed, ct) => ShowAsync(machines, parsed.InvocationConfiguration.Output, ct)
        );
        return command;
    }

    private static async Task ShowAsync(ClusterMachines machines, TextWriter output, CancellationToken ct)
    {
        var report = await machines.ReadAsync(ct);
        var since = report.Started.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        await output.WriteLineAsync($"export KUBECONFIG={machines.Kubeconfig}");
        await output.WriteLineAsync($"up since {since}, process {report.ProcessId}");
        await output.WriteLineAsync(report.Timeouts.Sentence);
        var nodes = await machines.Cluster.CoreV1.ListNodeAsync(cancellationToken: ct);
        var pods = await machines.Cluster.CoreV1.ListPodForAllNamespacesAsync(cancellationToken: ct);
        foreach (var machine in report.Nodes)
        {
            var node = nodes.Items.FirstOrDefault(n => n.Name() == machine.Name);
            var bound = pods.Items.Count(pod => pod.Spec.NodeName == machine.Name);
            await output.WriteLineAsync(
                $"{machine.Name, -10} {(machine.On ? "on" : "off"), -4} {Condition(node), -28} {bound} pod(s)"
            );
        }
    }

    /// <summary>As kubectl has it in its column STATUS.</summary>
    private static string Condition(V1Node? node)
    {
        if (node is null)
            return "deleted";
        var ready = node.Status.Conditions?.FirstOrDefault(c => c.Type == "Ready")?.Status == "True";
        return (ready ? "Ready" : "NotReady") + (node.Spec.Unschedulable == true ? ",SchedulingDisabled" : "");
    }
}
