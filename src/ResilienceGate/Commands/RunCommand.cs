using System.CommandLine;
using ResilienceGate.Clusters;
using ResilienceGate.Experiments;
using ResilienceGate.Hosts;
using ResilienceGate.Hosts.Console;
using ResilienceGate.Plans;
using ResilienceGate.Reports;

namespace ResilienceGate.Commands;

/// <summary><c>run</c>: a plan, carried out.</summary>
internal static class RunCommand
{
    public static Command Create(CommandContext context)
    {
        var options = new RunCliOptions();
        var command = new Command(
            "run",
            """
            Puts the target of a plan under traffic, breaks it on purpose, measures how it holds and recovers, compares
            that with the accepted versions, and says pass or regression.

            Exit codes: 0 pass; 1 regression; 2 invalid plan or usage; 3 the gate could not do its job; 4 inconclusive,
            where the plan says that this fails; 5 aborted by a safety condition; 130 cancelled, faults reverted.

            Example: resilience-gate run --config resilience-gate.yaml --kubeconfig ~/.kube/config
            """
        );
        options.AddTo(command);
        command.SetGuardedAction(
            context.Host,
            async (parsed, ct) =>
            {
                if (options.IsDryRun(parsed))
                    return await new PlanPreview(context).ShowAsync(
                        options.Apply(parsed, PlanReader.Read(options.Plan(parsed))),
                        options.Cluster.Read(parsed),
                        ct
                    );
                var arguments = options.Read(parsed);
                // Before anything that may fail: the reports of an earlier run are not those of this one.
                var reports = ReportWriter.Open(arguments.ReportDirectory);
                var plan = options.Apply(parsed, PlanReader.Read(options.Plan(parsed)));
                return await RunAsync(context, plan, arguments, reports, ct);
            }
        );
        return command;
    }

    private static async Task<int> RunAsync(
        CommandContext context,
        Plan plan,
        RunArguments arguments,
        ReportWriter writer,
        CancellationToken ct
    )
    {
        using var cluster = ClusterConnection.Open(arguments.Cluster);
        var origin = new RunOrigin(context.Host.Revision, arguments.ModelVersion);
        var run = new PlanRun(context, Terminal.Create(context.Host, context.Environment));
        var (outcome, reports) = await run.RunAsync(cluster, plan, origin, writer, ct);
        if (outcome.Result.CleanUp.IsClean)
            RollbackState.Clear(context.Host);
        await new RunPublisher(context.Host).PublishAsync(outcome.Result, reports, CancellationToken.None);
        return outcome.ExitCode;
    }
}
