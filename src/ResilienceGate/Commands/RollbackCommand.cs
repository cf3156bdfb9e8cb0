using System.CommandLine;
using ResilienceGate.Clusters;
using ResilienceGate.Faults.Gremlin;
using ResilienceGate.Plans.Units;
using ResilienceGate.Rollbacks;

namespace ResilienceGate.Commands;

/// <summary><c>rollback</c>: reverts what runs have left behind.</summary>
internal static class RollbackCommand
{
    public static Command Create(CommandContext context)
    {
        var cluster = new ClusterCliOptions();
        var ns = new Option<string?>("--namespace", "-n")
        {
            Description = "Only what was left in this namespace; default: all",
        };
        ns.ReadAs(Names.Namespace);
        var run = new Option<string?>("--run") { Description = "Only this run" };
        var force = new Option<bool>("--force")
        {
            Description =
                "With --run: do not wait, and revert the run also when its gate is alive; it injects nothing more",
        };
        var command = new Command(
            "rollback",
            """
            Finds and reverts whatever a gate that was killed has left behind, from the cluster alone.
            Said twice, it changes nothing.

            A run whose gate may be alive is watched for the 15 seconds that its lease lasts. When the gate renews it, the
            run is left alone and the exit code is 3; everything else is reverted all the same.

            Example: resilience-gate rollback --namespace recommender
            """
        )
        {
            ns,
            run,
            force,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(force) && result.GetValue(run) is null)
                result.AddError(
                    "--force needs --run: only a run that is named is reverted while its gate may be alive."
                );
        });
        cluster.AddTo(command);
        command.SetGuardedAction(
            context.Host,
            async (parsed, ct) =>
            {
                var log = context.Host.Log;
                using var kubernetes = ClusterConnection.Open(cluster.Read(parsed));
                using var gremlin = GremlinApi.From(context.Environment, context.Time);
                var rollback = new Rollback(kubernetes, context.Time, log.WriteLine) { Gremlin = gremlin };
                var result = await rollback.RunAsync(
                    new RollbackScope(parsed.GetValue(ns), parsed.GetValue(run), parsed.GetValue(force)),
                    ct
                );
                await log.WriteLineAsync(
                    result == RollbackResult.Nothing
                        ? "Nothing was left behind."
                        : $"{result.Faults} fault(s) of {result.Runs} run(s) reverted, verified."
                );
                return ExitCodes.Pass;
            }
        );
        return command;
    }
}
