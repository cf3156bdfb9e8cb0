using System.CommandLine;
using Microsoft.Extensions.Logging.Abstractions;
using ResilienceGate.LocalCluster;

var nodes = new Option<int>("--nodes") { Description = "How many nodes to simulate", DefaultValueFactory = _ => 3 };
var state = new Option<string>("--state") { Description = "Directory of the pods' files and logs", Required = true };
var kubeconfig = new Option<string>("--kubeconfig") { Description = "Where to write the kubeconfig", Required = true };
var image = new Option<string[]>("--image")
{
    Description = "NAME=PROGRAM: an image and the program that it stands for",
};
var untilStdinCloses = new Option<bool>("--until-stdin-closes") { Description = "End when standard input is closed" };
var root = new RootCommand("A small Kubernetes cluster whose pods are real processes on this machine")
{
    nodes,
    state,
    kubeconfig,
    image,
    untilStdinCloses,
};
root.SetAction(
    async (parsed, ct) =>
    {
        var images = (parsed.GetValue(image) ?? [])
            .Select(i => i.Split('=', 2))
            .ToDictionary(i => i[0], IReadOnlyList<string> (i) => i[^1].Split(' '));
        var options = new ClusterOptions(
            parsed.GetValue(nodes),
            Path.GetFullPath(parsed.GetRequiredValue(state)),
            Path.GetFullPath(parsed.GetRequiredValue(kubeconfig)),
            images
        );
        try
        {
            await using var cluster = await ClusterHost.StartAsync(
                options,
                TimeProvider.System,
                NullLoggerFactory.Instance,
                ct
            );
            await parsed.InvocationConfiguration.Output.WriteLineAsync($"ready {options.Kubeconfig}");
            using var end = CancellationTokenSource.CreateLinkedTokenSource(ct);
            if (parsed.GetValue(untilStdinCloses))
                _ = Console.In.ReadToEndAsync(ct).ContinueWith(_ => end.CancelAsync(), TaskScheduler.Default);
            await cluster.RunAsync(end.Token);
        }
        catch (OperationCanceledException)
        {
            // Asked to end.
        }
        catch (ClusterException e)
        {
            await parsed.InvocationConfiguration.Error.WriteLineAsync($"error: {e.Message}");
            return 1;
        }
        return 0;
    }
);
return await root.Parse(args)
    .InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(30) });
