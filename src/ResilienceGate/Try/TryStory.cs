using ResilienceGate.Clusters;
using ResilienceGate.Commands;
using ResilienceGate.EmbeddedClusters;
using ResilienceGate.Experiments;
using ResilienceGate.Plans;
using ResilienceGate.Reports;
using Spectre.Console;

namespace ResilienceGate.Try;

/// <summary>The main job on a machine without a cluster: record a baseline, let an equal version pass, fail a slower one.</summary>
internal sealed class TryStory(CommandContext context, IAnsiConsole terminal)
{
    private const int Nodes = 3;

    private static readonly string[] PlanFiles = ["try.yaml", "requests.jsonl"];

    /// <param name="reports">The folder that the reports are written into.</param>
    /// <param name="keep">Whether the cluster goes on afterwards.</param>
    /// <returns>0 when the story came out as it must, else 1.</returns>
    public async Task<int> TellAsync(string reports, bool keep, CancellationToken ct)
    {
        var writers = Chapter.All.Select(c => ReportWriter.Open(Path.Combine(reports, c.Folder))).ToList();
        var folder = Path.Combine(Path.GetTempPath(), $"resilience-gate-{RunIdentity.New(context.Time.GetUtcNow())}");
        try
        {
            return await TellAsync(folder, writers, keep, ct);
        }
        finally
        {
            // The cluster has ended; its kubeconfig leads nowhere.
            if (!keep)
                Remove(folder);
        }
    }

    private async Task<int> TellAsync(string folder, List<ReportWriter> writers, bool keep, CancellationToken ct)
    {
        Heading("An embedded cluster comes up: three nodes, whose pods are processes of this machine");
        await using var cluster = await EmbeddedCluster.StartAsync(
            new EmbeddedClusterOptions(Nodes, new ClusterFolder(folder), keep),
            ct
        );
        await SampleFiles.WriteAsync(folder, PlanFiles, ct);
        using var kubernetes = ClusterConnection.Open(new ClusterOptions(cluster.Kubeconfig, null));
        Line((await new ClusterMachines(kubernetes, cluster.Kubeconfig).ReadAsync(ct)).Isolation.Sentence);
        var complaints = new List<string>();
        var rollout = new SampleRollout(kubernetes);
        var run = new PlanRun(context, terminal);
        foreach (var (number, chapter) in Chapter.All.Index())
        {
            Heading($"{number + 1} of {Chapter.All.Count}: {chapter.Title}");
            if (number == 0)
                await rollout.CreateAsync(ct);
            else
                await rollout.ChangeAsync(chapter.Version, chapter.LongerLoad, ct);
            var plan = PlanReader.Read(Path.Combine(folder, PlanFiles[0]));
            var (outcome, _) = await run.RunAsync(kubernetes, plan, RunOrigin.ByHand, writers[number], ct);
            if (outcome.Ending is RunEnding.Cancelled)
                return ExitCodes.Cancelled;
            if (chapter.Complaint(outcome) is { } complaint)
                complaints.Add($"{chapter.Title}: {complaint}");
        }
        Finish(complaints, cluster, keep);
        return complaints.Count == 0 ? ExitCodes.Pass : ExitCodes.Failed;
    }

    private static void Remove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (IOException)
        {
            // It never came to be, or a process that had to be killed still writes its last lines into it.
        }
    }

    private void Finish(List<string> complaints, EmbeddedCluster cluster, bool keep)
    {
        Heading(
            complaints.Count == 0
                ? "The story came out as it must: the equal version passed, the slower one was caught"
                : "The story did not come out as it must"
        );
        foreach (var complaint in complaints)
            Line($"  {complaint}");
        if (keep)
        {
            Line("The cluster is still up:");
            Line($"  export KUBECONFIG={cluster.Kubeconfig}");
            Line("  kubectl -n recommender get pods -w");
            Line($"  resilience-gate cluster down --kubeconfig {cluster.Kubeconfig}");
        }
        Line("Next, with a cluster of your own:");
        Line("  1. copy samples/recommender/resilience-gate.yaml and name your target, model and requests in it");
        Line("  2. resilience-gate plan --config resilience-gate.yaml   # what it would do, and what it may not");
        Line("  3. resilience-gate run --config resilience-gate.yaml");
    }

    private void Heading(string text)
    {
        terminal.WriteLine();
        terminal.Write(new Text($"== {text}{Environment.NewLine}", new Style(decoration: Decoration.Bold)));
    }

    private void Line(string text) => terminal.WriteLine(text);
}
