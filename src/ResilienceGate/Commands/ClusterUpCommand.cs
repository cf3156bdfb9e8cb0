using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using ResilienceGate.Clusters;
using ResilienceGate.EmbeddedClusters;

namespace ResilienceGate.Commands;

/// <summary><c>cluster up</c>.</summary>
internal static class ClusterUpCommand
{
    private const int DefaultNodes = 3;
    private const string RealTimings = "real";
    private const string FastTimings = "fast";

    public static Command Create(CommandContext context)
    {
        var which = new EmbeddedClusterCliOptions();
        var nodes = new Option<int>("--nodes")
        {
            Description = "How many nodes",
            HelpName = "N",
            DefaultValueFactory = _ => DefaultNodes,
        };
        nodes.Validators.Add(result =>
        {
            if (
                result.Tokens is [{ Value: var text }]
                && int.TryParse(text, CultureInfo.InvariantCulture, out var count)
                && count < 1
            )
                result.AddError($"--nodes {text}: at least 1");
        });
        var timings = new Option<string>("--timings")
        {
            Description =
                "How long a silent node is waited for. real: it is noticed after 50 s and its pods are evicted after "
                + "300 s more, as by default in Kubernetes; fast: after 5 s and 5 s more",
            HelpName = "real|fast",
            DefaultValueFactory = _ => RealTimings,
        };
        timings.AcceptOnlyFromAmong(RealTimings, FastTimings);
        var images = new Option<string[]>("--image")
        {
            Description =
                "An image and the program of this machine that it stands for; once for each. The sample's are known",
            HelpName = "NAME=PROGRAM ARG...",
            DefaultValueFactory = _ => [],
        };
        var command = new Command(
            "up",
            """
            Brings an embedded cluster up, in the background, and prints its kubeconfig. It stays until `cluster down`.

            Example: resilience-gate cluster up --nodes 3
            """
        )
        {
            nodes,
            timings,
            images,
        };
        which.AddNameTo(command);
        command.SetGuardedAction(
            context.Host,
            async (parsed, ct) =>
            {
                var output = parsed.InvocationConfiguration.Output;
                var name = which.Name(parsed);
                var folder = ClusterFolder.Of(name, context.Environment);
                if (await FindAsync(folder, ct) is { } there)
                    throw new GateException(
                        $"The embedded cluster \"{name}\" is up already, with {there.Nodes.Count} nodes: "
                            + $"export KUBECONFIG={folder.Kubeconfig}, or end it with `resilience-gate cluster down`."
                    );
                var clock = Stopwatch.StartNew();
                await using var cluster = await EmbeddedCluster.StartAsync(
                    new EmbeddedClusterOptions(parsed.GetValue(nodes), folder, Outlives: true)
                    {
                        More =
                        [
                            "--timings",
                            parsed.GetRequiredValue(timings),
                            .. (parsed.GetValue(images) ?? []).SelectMany(image => new[] { "--image", image }),
                        ],
                    },
                    ct
                );
                await output.WriteLineAsync(
                    $"""
                    The cluster "{name}" is up after {clock.Elapsed.TotalSeconds:0.0} s, with {parsed.GetValue(
                        nodes
                    )} node(s):
                      export KUBECONFIG={cluster.Kubeconfig}
                      kubectl get nodes
                      resilience-gate cluster down    # ends it with all of its processes
                    """
                );
                if (await FindAsync(folder, ct) is { Timeouts: { Shortened: true } timeouts })
                    await output.WriteLineAsync(timeouts.Sentence);
                return ExitCodes.Pass;
            }
        );
        return command;
    }

    private static async Task<MachineReport?> FindAsync(ClusterFolder folder, CancellationToken ct)
    {
        if (!File.Exists(folder.Kubeconfig))
            return null;
        using var kubernetes = ClusterConnection.Open(new ClusterOptions(folder.Kubeconfig, null));
        try
        {
            return await new ClusterMachines(kubernetes, folder.Kubeconfig).ReadAsync(ct);
        }
        catch (GateException)
        {
            // The files of one that has ended.
            return null;
        }
    }
}
