using System.CommandLine;
using System.Text.Json;

namespace ResilienceGate.Agents.Faults;

/// <summary><c>agent fault</c>: carries one fault out from an ephemeral container of the target pod.</summary>
internal static class FaultCommand
{
    public const string Name = "fault";
    public const string Hold = "hold";

    private const int InvalidOrder = 2;

    /// <summary>No agent of this injection is there.</summary>
    private const int Nobody = 3;

    public static Command Create() =>
        new(Name, "Carry a fault out in this pod. Nothing begins until it is told to, and everything ends by itself.")
        {
            CreateHold(),
            CreateWord(AgentDoor.Begin, "Tell the agent of an injection to begin, and wait until the fault is on."),
            CreateWord(AgentDoor.Stop, "Tell the agent of an injection to stop, and wait until the fault is gone."),
        };

    private static Command CreateHold()
    {
        var order = new Argument<string>("order") { Description = "What is to be done, as a JSON object." };
        var command = new Command(
            Hold,
            "Wait for the word, bring the fault about, hold it, take it away; records on standard output, a JSON object a line."
        )
        {
            order,
        };
        command.SetAction((arguments, ct) => HoldAsync(arguments.GetRequiredValue(order), ct));
        return command;
    }

    private static Command CreateWord(string word, string description)
    {
        var injection = new Argument<string>("injection") { Description = "The name of the ephemeral container." };
        var command = new Command(word, description) { injection };
        command.SetAction((arguments, ct) => SayAsync(arguments.GetRequiredValue(injection), word, ct));
        return command;
    }

    private static async Task<int> HoldAsync(string order, CancellationToken ct)
    {
        await using var output = Console.OpenStandardOutput();
        try
        {
            var read =
                JsonSerializer.Deserialize(order, AgentJson.Default.FaultOrder)
                ?? throw new JsonException("it is null");
            return await new FaultAgent(read, output, TimeProvider.System).RunAsync(ct);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            // NotSupportedException: a fault that this version does not know.
            new FaultLog(output, TimeProvider.System).Write(at => new FaultRecord.Failed(
                $"this agent does not understand its order; are gate and agent of one version? {e.Message}"
            )
            {
                At = at,
            });
            return InvalidOrder;
        }
    }

    private static async Task<int> SayAsync(string injection, string word, CancellationToken ct)
    {
        if (await AgentDoor.SayAsync(injection, word, ct) is not { } answer)
            return Nobody;
        await Console.Out.WriteLineAsync(FaultLog.Line(answer));
        return answer is FaultRecord.On or FaultRecord.Off ? FaultAgent.Done : FaultAgent.Failure;
    }
}
