using System.Globalization;
using ResilienceGate.LocalCluster.Nodes.Processes;

namespace ResilienceGate.LocalCluster.Nodes.Probes;

/// <summary>Succeeds when the command exits with 0 in time.</summary>
internal sealed class ExecProber(ProcessDefinition command) : IProber
{
    public async Task<ProbeOutcome> ProbeAsync(TimeSpan timeout, CancellationToken ct)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(ct);
        deadline.CancelAfter(timeout);
        try
        {
            var result = await Command.RunAsync(command, deadline.Token);
            return result.ExitCode is 0 ? ProbeOutcome.Success : ProbeOutcome.Failure(result.Output);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            var line = string.Join(' ', command.Command);
            var limit = timeout.TotalSeconds.ToString(CultureInfo.InvariantCulture);
            return ProbeOutcome.Failure($"command timed out: \"{line}\" timed out after {limit}s");
        }
        catch (ProcessStartException e)
        {
            return ProbeOutcome.Failure(e.Message);
        }
    }
}
