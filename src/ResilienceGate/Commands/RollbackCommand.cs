using System.CommandLine;
using ResilienceGate.Clusters;
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
        var run = new Option<string?>("--run")
        {
            Description = "Only this run, without waiting for its gate to be gone",
        };
        var command = new Command(
            "rollback",
            """
            Finds and reverts whatever a gate that was killed has left behind, from the cluster alone.
            Said twice, it changes nothing.

            Example: resilience-gate rollback --namespace recommender
            """
        )
        {
            ns,
            run,
        };
        cluster.AddTo(command);
        command.SetGuardedAction(
            context.Host,
            async (parsed, ct) =>
            {
                var output = parsed.InvocationConfiguration.Output;
                using var kubernetes = ClusterConnection.Open(cluster.Read(parsed));
                var rollback = new Rollback(kubernetes, context.Time, output.WriteLine);
                var result = await rollback.RunAsync(parsed.GetValue(ns), parsed.GetValue(run), ct);
                await output.WriteLineAsync(
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
