using System.CommandLine;
using System.CommandLine.Parsing;
using ResilienceGate;
using ResilienceGate.Agents;
using ResilienceGate.Commands;
using ResilienceGate.Commands.Judging;
using ResilienceGate.Hosts;
using ResilienceGate.Hosts.GitHub;
using ResilienceGate.Reports;

var environment = ProcessEnvironment.Read();
var host = CiHost.Detect(environment, Console.Out, Console.IsOutputRedirected);
var context = new CommandContext(host, environment, TimeProvider.System);
var root = new RootCommand(
    """
    Resilience Gate: after an AI model is rolled out to Kubernetes, puts it under traffic, breaks things on purpose,
    measures how the model holds and recovers, and compares that with the versions that were accepted before.
    """
)
{
    TryCommand.Create(context),
    RunCommand.Create(context),
    PlanCommand.Create(context),
    RollbackCommand.Create(context),
    JudgeCommand.Create(),
    ReportCommand.Create(),
    ClusterCommand.Create(context),
    AgentCommand.Create(),
};

var parsed = root.Parse(new ActionInputs(environment).CommandLine(args));

// Beside --help, whatever is wrong passes for right, and a pipeline would go on.
var mistakes =
    parsed.Errors.Count > 0
        ? parsed.Errors.Select(e => e.Message)
        : parsed.UnmatchedTokens.Select(word => $"'{word}' is no command and no option here.");
if (mistakes.ToList() is { Count: > 0 } wrong)
{
    foreach (var mistake in wrong)
        await Console.Error.WriteLineAsync($"error: {mistake}");
    await Console.Error.WriteLineAsync($"See `{Words(parsed.CommandResult)} --help`.");
    return ExitCodes.Invalid;
}
try
{
    var invocation = new InvocationConfiguration
    {
        EnableDefaultExceptionHandler = false,
        // A signal lets the gate revert and report; an API server that does not answer is asked again for a minute.
        ProcessTerminationTimeout = TimeSpan.FromMinutes(2),
    };
    return await parsed.InvokeAsync(invocation);
}
// The only catch-all: whatever it is, it is not a regression, and nobody is helped by a stack trace alone.
catch (Exception e)
{
    await Console.Error.WriteLineAsync(
        $"error: the gate failed in a way that it should not: {e.GetType().Name}: {e.Message}"
    );
    await Console.Error.WriteLineAsync(
        "Run `resilience-gate rollback` to be sure that nothing is left, and report this."
    );
    return ExitCodes.Error;
}

// A command of a command is called by both of their names.
static string Words(CommandResult result) =>
    result.Parent is CommandResult parent ? $"{Words(parent)} {result.Command.Name}" : "resilience-gate";
