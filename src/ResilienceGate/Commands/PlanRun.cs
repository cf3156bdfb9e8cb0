using ResilienceGate.Clusters;
using ResilienceGate.Experiments;
using ResilienceGate.Hosts;
using ResilienceGate.Hosts.Console;
using ResilienceGate.Plans;
using ResilienceGate.Reports;

namespace ResilienceGate.Commands;

/// <summary>Runs a plan and tells everyone who wants to know: the terminal, the reports, the pipeline.</summary>
internal sealed class PlanRun(CommandContext context)
{
    public async Task<int> RunAsync(Plan plan, RunArguments arguments, CancellationToken ct)
    {
        using var cluster = ClusterConnection.Open(arguments.Cluster);
        var terminal = Terminal.Create(context.Host, context.Environment);
        RunOutcome outcome;
        await using (var progress = RunProgress.Create(context.Host, terminal, context.Time))
        {
            using var logs = GateLogging.To(progress);
            var gate = new Gate(cluster, context.Host, progress, context.Time, logs.CreateLogger("gate"));
            var origin = new RunOrigin(context.Host.Revision, arguments.ModelVersion);
            outcome = await gate.RunAsync(plan, origin, ct);
        }
        // The run is over: what was measured is reported also when it was cancelled.
        var paths = await new ReportWriter(arguments.ReportDirectory).WriteAsync(
            outcome.Result,
            CancellationToken.None
        );
        if (outcome.Result.CleanUp.IsClean)
            RollbackState.Clear(context.Host);
        new FinalScreen(terminal).Show(outcome.Result, paths, []);
        await new RunPublisher(context.Host).PublishAsync(outcome.Result, paths, CancellationToken.None);
        return outcome.ExitCode;
    }
}
