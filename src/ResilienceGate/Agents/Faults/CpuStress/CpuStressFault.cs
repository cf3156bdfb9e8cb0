using System.Globalization;

namespace ResilienceGate.Agents.Faults.CpuStress;

/// <summary>
/// Burns processor time in the agent's own process, which counts against the limit of the pod. Proved by the time that the
/// kernel says this process has had (getrusage(2)).
/// </summary>
/// <param name="limit">Processors that the pod may use; null when there is no limit.</param>
internal sealed class CpuStressFault(double load, int workers, double? limit, TimeProvider time) : IPodFault
{
    /// <summary>Several periods of the scheduler's bandwidth control, which are 100 ms each.</summary>
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    /// <summary>
    /// The model and its neighbours want the processors too, so the stress gets less than it asks for: that is what it is
    /// for. Below this share of what it could get at most, it is no stress.
    /// </summary>
    private const double LeastShare = 0.25;

    /// <summary>More than a runtime that waits takes.</summary>
    private const double Idle = 0.1;

    private Burners? _burners;

    private double Asked => load * workers;

    /// <summary>What the stress can get at most.</summary>
    private double Most => Math.Min(Math.Min(Asked, Environment.ProcessorCount), limit ?? double.PositiveInfinity);

    public async Task<string> ApplyAsync(DateTimeOffset expires, CancellationToken ct)
    {
        _burners = new Burners(workers, load, expires - time.GetUtcNow(), time);
        try
        {
            var burnt = await BurntAsync(Measured, ct);
            if (burnt < LeastShare * Most)
                throw new PodFaultException(
                    $"the stress got {Text(burnt)} processors, and could have had {Text(Most)}: others are before it"
                );
            return $"{Workers} at {load:0%} burn {Text(burnt)} processors"
                + (limit is { } most ? $" of the {Text(most)} that the pod may use" : "");
        }
        catch (Exception e) when (e is PodFaultException or OperationCanceledException)
        {
            await _burners.StopAsync();
            throw;
        }
    }

    public async Task<string> LostAsync(CancellationToken ct)
    {
        while (true)
        {
            var burnt = await BurntAsync(LookEvery, ct);
            if (burnt < LeastShare * Most)
                return $"the stress got {Text(burnt)} processors in {LookEvery.TotalSeconds:0} s, and could have had {Text(Most)}";
        }
    }

    public async Task<string?> RevertAsync(CancellationToken ct)
    {
        if (_burners is null)
            return null;
        await _burners.StopAsync();
        // The turn that the threads were in when they were stopped is not counted.
        var burnt = await BurntAsync(Measured / 4, ct);
        return burnt < Idle * Math.Max(1, Most)
            ? $"the stress is over: {Text(burnt)} processors"
            : throw new PodFaultException($"the agent still burns {Text(burnt)} processors");
    }

    private string Workers =>
        workers == 1 ? "1 worker" : string.Create(CultureInfo.InvariantCulture, $"{workers} workers");

    /// <returns>Processors: seconds of processor time a second.</returns>
    private async Task<double> BurntAsync(TimeSpan during, CancellationToken ct)
    {
        var (began, before) = (time.GetTimestamp(), Environment.CpuUsage.TotalTime);
        await Task.Delay(during, time, ct);
        return (Environment.CpuUsage.TotalTime - before) / time.GetElapsedTime(began);
    }

    private static string Text(double processors) => processors.ToString("0.00", CultureInfo.InvariantCulture);
}
