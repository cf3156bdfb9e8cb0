using k8s;
using ResilienceGate.Experiments;
using ResilienceGate.Faults.Gremlin;
using ResilienceGate.Hosts;
using ResilienceGate.Hosts.Console;
using ResilienceGate.Plans;
using ResilienceGate.Reports;
using Spectre.Console;

namespace ResilienceGate.Commands;

/// <summary>Runs a plan before the eyes of its user: progress, reports, the final screen.</summary>
internal sealed class PlanRun(CommandContext context, IAnsiConsole terminal)
{
    public async Task<(RunOutcome Outcome, ReportPaths Reports)> RunAsync(
        IKubernetes cluster,
        Plan plan,
        RunOrigin origin,
        ReportWriter reports,
        CancellationToken ct
    )
    {
        RunOutcome outcome;
        await using (var progress = RunProgress.Create(context.Host, terminal, context.Time))
        {
            using var logs = GateLogging.To(progress, context.Time);
            using var gremlin = GremlinApi.From(context.Environment, context.Time);
            var gate = new Gate(cluster, context.Host, progress, context.Time, logs.CreateLogger("gate"))
            {
                Gremlin = gremlin,
            };
            outcome = await gate.RunAsync(plan, origin, ct);
        }
        var screen = new FinalScreen(terminal);
        screen.Show(outcome.Result);
        // The run is over: what was measured is reported also when it was cancelled.
        var paths = await reports.WriteAsync(outcome.Result, CancellationToken.None);
        screen.Show(paths);
        return (outcome, paths);
    }
}
