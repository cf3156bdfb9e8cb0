using System.CommandLine;
using ResilienceGate.Hosts.Console;
using ResilienceGate.Try;

namespace ResilienceGate.Commands;

/// <summary><c>try</c>: the main job, on a machine without a cluster.</summary>
internal static class TryCommand
{
    public static Command Create(CommandContext context)
    {
        var keep = new Option<bool>("--keep") { Description = "Leave the cluster up, and print its kubeconfig" };
        var reports = new Option<string>("--report-dir")
        {
            Description = "Where the reports are written",
            DefaultValueFactory = _ => "resilience-gate-report",
        };
        var command = new Command(
            "try",
            """
            Shows the main job in under four minutes, without a cluster of your own: brings a small embedded cluster up,
            rolls out the sample recommender, kills pods under traffic and records the baseline; rolls out an equal
            version, which passes; rolls out a version that loads its model 5 s slower, which fails, and says why.

            Example: resilience-gate try --keep
            """
        )
        {
            keep,
            reports,
        };
        command.SetGuardedAction(
            context.Host,
            (parsed, ct) =>
                new TryStory(context, Terminal.Create(context.Host, context.Environment)).TellAsync(
                    Path.GetFullPath(parsed.GetRequiredValue(reports)),
                    parsed.GetValue(keep),
                    ct
                )
        );
        return command;
    }
}
