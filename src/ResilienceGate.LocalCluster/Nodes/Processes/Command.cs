using System.Text;

namespace ResilienceGate.LocalCluster.Nodes.Processes;

/// <summary>Runs a command beside a container's process to its end: what an exec probe or hook does.</summary>
internal static class Command
{
    // The kubelet keeps as much of a probe's output.
    private const int MaxOutput = 10 * 1024;

    /// <summary>Runs to the end; a command that is cancelled is killed with all it started.</summary>
    /// <exception cref="ProcessStartException">The program is not there or cannot be executed.</exception>
    public static async Task<CommandResult> RunAsync(ProcessDefinition definition, CancellationToken ct)
    {
        using var process = definition.Start();
        process.Input.Close();
        try
        {
            var output = new StringBuilder();
            await Task.WhenAll(
                CollectAsync(process.Output, output, ct),
                CollectAsync(process.Error ?? Stream.Null, output, ct)
            );
            return new CommandResult(await process.WaitForExitAsync(ct), output.ToString());
        }
        finally
        {
            Signals.SendToGroup(process.Id, Signal.Kill);
        }
    }

    private static async Task CollectAsync(Stream stream, StringBuilder output, CancellationToken ct)
    {
        using var reader = new StreamReader(stream);
        var buffer = new char[1024];
        while (await reader.ReadAsync(buffer, ct) is > 0 and var read)
        {
            lock (output)
                output.Append(buffer, 0, Math.Min(read, MaxOutput - output.Length));
        }
    }
}
