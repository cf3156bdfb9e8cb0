using System.Net;
using k8s.Models;
using ResilienceGate.LocalCluster.Nodes.Probes;

namespace ResilienceGate.LocalCluster.Nodes.Containers;

/// <summary>
/// The probes of one run of a container: until the startup probe has succeeded the others wait, and until then the
/// container is neither started nor ready.
/// </summary>
internal sealed class ProbeSet
{
    private readonly V1Container _container;
    private readonly ContainerRun _run;
    private readonly IPAddress _address;
    private readonly IProbeListener _listener;
    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _noRestarts;

    private ProbeSet(
        V1Container container,
        ContainerRun run,
        IPAddress address,
        IProbeListener listener,
        TimeProvider clock
    )
    {
        _container = container;
        _run = run;
        _address = address;
        _listener = listener;
        _clock = clock;
        _noRestarts = CancellationTokenSource.CreateLinkedTokenSource(run.Ended);
    }

    public static ProbeSet Start(
        V1Container container,
        ContainerRun run,
        IPAddress address,
        IProbeListener listener,
        TimeProvider clock
    )
    {
        var probes = new ProbeSet(container, run, address, listener, clock);
        if (container.StartupProbe is { } startup)
            probes.Begin(ProbeKind.Startup, startup, probes._noRestarts.Token);
        else
            probes.BeginOthers();
        return probes;
    }

    /// <summary>The container is being stopped: nothing may restart it now. Its readiness is still of interest.</summary>
    public void StopRestarting() => _noRestarts.Cancel();

    private void BeginOthers()
    {
        if (_container.ReadinessProbe is { } readiness)
            Begin(ProbeKind.Readiness, readiness, _run.Ended);
        if (_container.LivenessProbe is { } liveness)
            Begin(ProbeKind.Liveness, liveness, _noRestarts.Token);
    }

    private void Begin(ProbeKind kind, V1Probe probe, CancellationToken ct)
    {
        var prober = Probers.Create(probe, _container, _run, _address);
        var worker = new ProbeWorker(ProbeSettings.Of(probe), prober, _clock);
        _ = RunAsync(worker, kind, probe, ct);
    }

    private async Task RunAsync(ProbeWorker worker, ProbeKind kind, V1Probe probe, CancellationToken ct)
    {
        try
        {
            await worker.RunAsync(
                output => _listener.OnFailure(_run, kind, output),
                succeeded => OnResult(kind, probe, succeeded),
                ct
            );
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return;
        }
    }

    /// <returns>Whether to probe on.</returns>
    private bool OnResult(ProbeKind kind, V1Probe probe, bool succeeded)
    {
        _listener.OnResult(_run, kind, succeeded, probe.TerminationGracePeriodSeconds);
        if (kind is ProbeKind.Startup && succeeded)
            BeginOthers();
        return kind is ProbeKind.Readiness || (kind is ProbeKind.Liveness && succeeded);
    }
}
