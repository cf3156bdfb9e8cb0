using System.Reflection;
using System.Text.Json;

namespace ResilienceGate.Agents;

/// <summary>
/// The probe in the cluster: sends traffic to the target's Service, watches its replicas, and reports. It obeys the gate,
/// one command a line, and ends by itself when the gate goes silent.
/// </summary>
/// <param name="input">Commands: <see cref="ProbeCommand"/>.</param>
/// <param name="output">Records: <see cref="ProbeRecord"/>.</param>
internal sealed class ProbeAgent(ProbeConfiguration configuration, TextReader input, Stream output, TimeProvider time)
{
    /// <summary>Returns when the gate said stop or went silent, or when it is cancelled.</summary>
    /// <param name="ct">The process was told to end: everything stops at once.</param>
    public async Task RunAsync(CancellationToken ct)
    {
        var clock = new ProbeClock(time);
        using var supervisor = new Supervisor();
        using var aborted = CancellationTokenSource.CreateLinkedTokenSource(ct, supervisor.Failed);
        await using var records = new RecordWriter(output, clock);
        supervisor.Watch(records.Completion);
        await using var duties = new ProbeDuties(configuration, records, clock, supervisor, aborted.Token);

        records.Write((number, at) => new ProbeRecord.Hello(Version()) { Number = number, At = at });
        var reason = await ObeyAsync(duties, records, aborted.Token);
        await duties.FinishAsync();
        records.Write(
            (number, at) => new ProbeRecord.Bye(supervisor.Failure?.Message ?? reason) { Number = number, At = at }
        );
        await supervisor.ThrowIfFailedAsync();
    }

    /// <returns>Why it ended.</returns>
    private async Task<string> ObeyAsync(ProbeDuties duties, RecordWriter records, CancellationToken aborted)
    {
        using var silence = new CancellationTokenSource(configuration.SilenceLimit, time);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(aborted, silence.Token);
        var commands = new CommandReader(input);
        try
        {
            while (true)
            {
                var line = await commands.ReadLineAsync(ended.Token);
                silence.CancelAfter(configuration.SilenceLimit);
                if (line.AsSpan().Trim().IsEmpty)
                    continue;
                if (Parse(line, out var problem) is not { } command)
                    problem ??= "no command";
                else if (command is ProbeCommand.Stop)
                    return "told to stop";
                else
                    problem = duties.Do(command);
                if (problem is not null)
                    records.Write((number, at) => new ProbeRecord.Ignored(problem) { Number = number, At = at });
            }
        }
        catch (OperationCanceledException) when (aborted.IsCancellationRequested)
        {
            return "the process was told to end";
        }
        catch (OperationCanceledException) when (silence.IsCancellationRequested)
        {
            return $"nothing was heard of the gate for {configuration.SilenceLimit}; run the gate again";
        }
    }

    private static ProbeCommand? Parse(string line, out string? problem)
    {
        try
        {
            problem = null;
            return JsonSerializer.Deserialize(line, AgentJson.Default.ProbeCommand);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            // NotSupportedException: an object without "do", or with one that is not known.
            problem = $"not a command: {e.Message}";
            return null;
        }
    }

    private static string Version() =>
        typeof(ProbeAgent).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
        ?? "";
}
