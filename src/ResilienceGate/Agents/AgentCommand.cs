using System.CommandLine;
using ResilienceGate.Agents.Faults;

namespace ResilienceGate.Agents;

/// <summary>What this program does inside the cluster: <c>agent probe</c> and <c>agent fault</c>.</summary>
internal static class AgentCommand
{
    private const int Done = 0;
    private const int InvalidConfiguration = 2;

    public static Command Create() =>
        new("agent", "Run a part of the gate inside the cluster.") { CreateProbe(), FaultCommand.Create() };

    private static Command CreateProbe()
    {
        var config = new Option<string>("--config")
        {
            Description = "The probe's configuration, a JSON file.",
            DefaultValueFactory = _ => $"{ProbeConfiguration.MountPath}/{ProbeConfiguration.FileName}",
        };
        var probe = new Command(
            "probe",
            "Send traffic to the model and report on it: commands on standard input, records on standard output, a JSON "
                + "object a line. Example: agent probe --config probe.json"
        )
        {
            config,
        };
        probe.SetAction((arguments, ct) => RunProbeAsync(arguments.GetRequiredValue(config), ct));
        return probe;
    }

    private static async Task<int> RunProbeAsync(string path, CancellationToken ct)
    {
        await using var output = Console.OpenStandardOutput();
        using var input = new StreamReader(Console.OpenStandardInput());
        try
        {
            var configuration = await ProbeConfigurationFile.ReadAsync(path, ct);
            await new ProbeAgent(configuration, input, output, TimeProvider.System).RunAsync(ct);
            return Done;
        }
        catch (ProbeConfigurationException e)
        {
            await using var records = new RecordWriter(output, new ProbeClock(TimeProvider.System));
            records.Write((number, at) => new ProbeRecord.Bye(e.Message) { Number = number, At = at });
            return InvalidConfiguration;
        }
    }
}
