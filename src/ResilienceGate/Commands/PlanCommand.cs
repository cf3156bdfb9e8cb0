using System.CommandLine;
using ResilienceGate.Plans;

namespace ResilienceGate.Commands;

/// <summary><c>plan</c>: what a run would do, without doing it.</summary>
internal static class PlanCommand
{
    public static Command Create(CommandContext context)
    {
        var options = new RunCliOptions();
        var command = new Command(
            "plan",
            """
            Checks a plan and shows what a run of it would do: whom it would hit, what it creates in the cluster, which
            permissions it needs and which of them are missing. Nothing is created and nothing is broken.

            Example: resilience-gate plan --config resilience-gate.yaml
            """
        );
        options.AddPlanTo(command);
        command.SetGuardedAction(
            context.Host,
            async (parsed, ct) =>
            {
                var plan = options.Apply(parsed, PlanReader.Read(options.Plan(parsed)));
                return await new PlanPreview(context).ShowAsync(plan, options.Cluster.Read(parsed), ct);
            }
        );
        return command;
    }
}
