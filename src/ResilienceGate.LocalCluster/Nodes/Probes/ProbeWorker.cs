namespace ResilienceGate.LocalCluster.Nodes.Probes;

/// <summary>
/// Probes one running container until it ends: at once, then each period, and counts the outcomes against the
/// thresholds as the kubelet's prober worker does (<c>pkg/kubelet/prober/worker.go</c>).
/// </summary>
/// <remarks>
/// Like the kubelet's, it skips the tries that fall into the initial delay instead of shifting them: with a delay of
/// 5 s and a period of 10 s the first try is at 10 s.
/// </remarks>
internal sealed class ProbeWorker(ProbeSettings settings, IProber prober, TimeProvider clock)
{
    private bool? _last;
    private int _run;

    /// <param name="onFailure">Each single failure, with its output.</param>
    /// <param name="onResult">A result that reached its threshold; false ends the probing.</param>
    /// <param name="ct">The container ended.</param>
    public async Task RunAsync(Action<string> onFailure, Func<bool, bool> onResult, CancellationToken ct)
    {
        using var timer = new PeriodicTimer(settings.Period, clock);
        var started = clock.GetTimestamp();
        do
        {
            if (clock.GetElapsedTime(started) < settings.InitialDelay)
                continue;
            var outcome = await prober.ProbeAsync(settings.Timeout, ct);
            if (!outcome.Succeeded)
                onFailure(outcome.Output);
            if (Count(outcome.Succeeded) && !onResult(outcome.Succeeded))
                return;
        } while (await timer.WaitForNextTickAsync(ct));
    }

    /// <summary>True when this outcome has now come as often in a row as its threshold asks for.</summary>
    private bool Count(bool succeeded)
    {
        _run = _last == succeeded ? _run + 1 : 1;
        _last = succeeded;
        return _run >= (succeeded ? settings.SuccessThreshold : settings.FailureThreshold);
    }
}
