using System.CommandLine;
using ResilienceGate.Agents;
using ResilienceGate.Commands;
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
    ReportCommand.Create(),
    AgentCommand.Create(),
};

// A signal lets the gate revert and report; an API server that does not answer is asked again for a minute.
var invocation = new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromMinutes(2) };
return await root.Parse(new ActionInputs(environment).CommandLine(args)).InvokeAsync(invocation);
