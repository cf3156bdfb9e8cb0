using System.Text;

namespace ResilienceGate.LocalCluster.Nodes.Processes;

/// <summary>Runs a command beside a container's process, in its environment: what an exec probe or hook does.</summary>
internal static class Command
{
    // The kubelet keeps as much of a probe's output.
    private const int MaxOutput = 10 * 1024;

    /// <summary>Runs to the end; a command that is cancelled is killed with all it started.</summary>
    /// <exception cref="ProcessStartException">The program is not there or cannot be executed.</exception>
    public static async Task<CommandResult> RunAsync(ProcessDefinition definition, CancellationToken ct)
    {
        using var process = definition.Start();
        process.StandardInput.Close();
        try
        {
            var output = new StringBuilder();
            await Task.WhenAll(
                CollectAsync(process.StandardOutput, output, ct),
                CollectAsync(process.StandardError, output, ct)
            );
            await process.WaitForExitAsync(ct);
            return new CommandResult(process.ExitCode, output.ToString());
        }
        finally
        {
            Signals.SendToGroup(process.Id, Signal.Kill);
        }
    }

    private static async Task CollectAsync(StreamReader stream, StringBuilder output, CancellationToken ct)
    {
        var buffer = new char[1024];
        while (await stream.ReadAsync(buffer, ct) is > 0 and var read)
        {
            lock (output)
                output.Append(buffer, 0, Math.Min(read, MaxOutput - output.Length));
        }
    }
}
