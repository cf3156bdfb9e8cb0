using System.Globalization;
using ResilienceGate.Agents.Faults;

namespace ResilienceGate.Faults.PodAgents;

/// <summary>Stops an agent wherever it is, and finds out what is left of its fault. Safe at any moment, and twice.</summary>
internal sealed class AgentStop(PodAgent agent, TimeProvider time)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(250);

    /// <summary>How long the expiry of what an agent has left is waited for.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(40);

    /// <summary>How long an agent that runs and does not answer is asked again.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>By how much the clock of a node may differ from the gate's.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(2);

    /// <returns>What proves that the fault is gone; null when it never was there, or went with its pod.</returns>
    /// <exception cref="GateException">Something of it is still there: the message says what, and until when.</exception>
    /// <exception cref="IOException">The agent does not answer.</exception>
    public async Task<string?> StopAsync(CancellationToken ct)
    {
        var started = time.GetTimestamp();
        while (time.GetElapsedTime(started) < Patience)
        {
            switch (await agent.StateAsync(ct))
            {
                // What does not run yet waits, once it does, for a word that nobody says any more.
                case AgentState.Absent or AgentState.Waiting:
                    return null;
                case AgentState.Ended ended:
                    if (await IsOverAsync(ended, ct) is { } over)
                        return over.Proof;
                    break;
                default:
                    if (await TellAsync(ct) is { } answer)
                        return Proof(answer);
                    break;
            }
            await Task.Delay(Poll, time, ct);
        }
        throw new GateException($"{agent.Pod}: its agent runs and does not answer");
    }

    /// <returns>Null when the agent has not opened its door yet, or has just closed it.</returns>
    private async Task<FaultRecord?> TellAsync(CancellationToken ct)
    {
        var records = await agent.RecordsAsync(ct);
        return records.OfType<FaultRecord.Ready>().FirstOrDefault() is { } ready
            ? await agent.SayAsync(ready.Program, AgentDoor.Stop, ct)
            : null;
    }

    private string? Proof(FaultRecord last) =>
        last switch
        {
            FaultRecord.Off { Proof: { } proof } => $"{agent.Pod}: {proof}",
            FaultRecord.Stuck stuck => throw new GateException($"{agent.Pod}: {stuck.Why}"),
            _ => null,
        };

    /// <returns>Null when it is soon to be over.</returns>
    private async Task<Over?> IsOverAsync(AgentState.Ended ended, CancellationToken ct)
    {
        var records = await agent.RecordsAsync(ct);
        if (records.LastOrDefault(r => r is FaultRecord.Off or FaultRecord.Failed or FaultRecord.Stuck) is { } last)
            return new Over(Proof(last));
        if (records.OfType<FaultRecord.Beginning>().LastOrDefault() is not { } begun)
            return new Over(Proof: null);
        var end = string.Create(
            CultureInfo.InvariantCulture,
            $"{agent.Pod}: its agent was killed ({ended.Reason}, exit code {ended.ExitCode})"
        );
        if (!begun.Outlives)
            return new Over($"{end}, and the fault ended with it");
        var expires = string.Create(CultureInfo.InvariantCulture, $"{begun.Expires.UtcDateTime:HH:mm:ss} UTC");
        var left = begun.Expires + Skew - time.GetUtcNow();
        if (left <= TimeSpan.Zero)
            return new Over($"{end}, and what the kernel kept of the fault has expired at {expires}");
        return left <= Soon
            ? null
            : throw new GateException($"{end}, and what the kernel keeps of the fault expires by itself at {expires}");
    }

    private sealed record Over(string? Proof);
}
