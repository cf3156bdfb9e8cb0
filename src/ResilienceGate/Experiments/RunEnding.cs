using k8s.Autorest;
using ResilienceGate.Clusters;

namespace ResilienceGate.Experiments;

/// <summary>How a run came to its end. Whatever it was, the faults are reverted by then.</summary>
internal abstract record RunEnding
{
    private RunEnding() { }

    public sealed record Completed : RunEnding;

    /// <summary>By its user: SIGINT or SIGTERM.</summary>
    public sealed record Cancelled : RunEnding;

    /// <summary>By a safety condition of the plan.</summary>
    public sealed record Aborted(string Why) : RunEnding;

    /// <summary>The gate could not do its job.</summary>
    public sealed record Failed(string Why) : RunEnding;

    /// <summary>Null for a run that was completed.</summary>
    public string? Explain() =>
        this switch
        {
            Completed => null,
            Cancelled => "cancelled",
            Aborted a => a.Why,
            Failed f => f.Why,
            _ => throw new InvalidOperationException($"The ending {this} is not known."),
        };

    /// <summary>Runs it, and says how it ended.</summary>
    public static async Task<RunEnding> OfAsync(Func<RunGuard, Task> run, CancellationToken ct)
    {
        using var guard = new RunGuard(ct);
        try
        {
            await run(guard);
            return new Completed();
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return new Cancelled();
        }
        catch (OperationCanceledException e)
        {
            return Of(
                guard.Reason
                    ?? new GateException("A request was given up, though nobody had asked for the run to end.", e)
            );
        }
        catch (Exception e) when (IsOurs(e))
        {
            return Of(e);
        }
    }

    private static bool IsOurs(Exception e) =>
        e is GateException or RunAbortedException or HttpOperationException or HttpRequestException or IOException;

    private static RunEnding Of(Exception e) =>
        e switch
        {
            RunAbortedException => new Aborted(e.Message),
            HttpOperationException http => new Failed($"The cluster refused a request: {http.Explain()}"),
            HttpRequestException => new Failed($"The cluster does not answer: {e.GetBaseException().Message}"),
            _ => new Failed(e.Message),
        };
}
