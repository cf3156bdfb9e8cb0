using System.Net;
using k8s;
using k8s.Autorest;
using k8s.Models;
using Microsoft.Extensions.Logging;
using ResilienceGate.Clusters;

namespace ResilienceGate.Leases;

/// <summary>Holds the target for one run: two gates never run on one target.</summary>
internal sealed partial class TargetLease : IAsyncDisposable
{
    /// <summary>A gate that was killed gives its target free after this time.</summary>
    public static readonly TimeSpan Duration = TimeSpan.FromSeconds(15);

    private const string Role = "lease";

    private static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(4);

    private readonly IKubernetes _cluster;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _lost = new();
    private V1Lease _lease;
    private Task _renewing = Task.CompletedTask;

    private TargetLease(IKubernetes cluster, TimeProvider time, ILogger logger, V1Lease lease)
    {
        _cluster = cluster;
        _time = time;
        _logger = logger;
        _lease = lease;
    }

    /// <summary>Cancelled when somebody else took the lease: this gate must touch nothing any more.</summary>
    public CancellationToken Lost => _lost.Token;

    public static string NameFor(string kind, string name) => $"resilience-gate-{kind}-{name}";

    /// <exception cref="GateException">Another run holds the target.</exception>
    public static async Task<TargetLease> AcquireAsync(
        IKubernetes cluster,
        string ns,
        string name,
        string run,
        TimeProvider time,
        ILogger logger,
        CancellationToken ct
    )
    {
        try
        {
            var lease = await TakeAsync(cluster, ns, name, run, time, ct);
            var held = new TargetLease(cluster, time, logger, lease);
            held._renewing = held.RenewAsync();
            return held;
        }
        catch (HttpOperationException e) when (e.Is(HttpStatusCode.Conflict))
        {
            throw new GateException($"Another gate took the lease {ns}/{name} at this very moment; try again.", e);
        }
    }

    private static async Task<V1Lease> TakeAsync(
        IKubernetes cluster,
        string ns,
        string name,
        string run,
        TimeProvider time,
        CancellationToken ct
    )
    {
        var liveness = new LeaseLiveness(cluster, time);
        var found = await liveness.FindAsync(ns, name, ct);
        if (found?.Spec.HolderIdentity is { Length: > 0 } holder && holder != run)
        {
            if (await liveness.IsAliveAsync(found, ct))
                throw new GateException(
                    $"Run {holder} is under way on this target: its gate renews the lease {ns}/{name}, and two gates never "
                        + "run on one target. Wait for it to end."
                );
            // Its gate may have ended, and given it free.
            if (await liveness.FindAsync(ns, name, ct) is null)
                found = null;
        }
        var now = time.GetUtcNow().UtcDateTime;
        var lease = found ?? new V1Lease();
        lease.Spec = new V1LeaseSpec
        {
            HolderIdentity = run,
            AcquireTime = now,
            RenewTime = now,
            LeaseDurationSeconds = (int)Duration.TotalSeconds,
        };
        if (found is null)
        {
            lease.Metadata = Labels.Metadata(name, ns, run, Role);
            return await cluster.CoordinationV1.CreateNamespacedLeaseAsync(lease, ns, cancellationToken: ct);
        }
        // The very version that stood still: whoever wrote it meanwhile is alive.
        lease.Metadata.Labels = Labels.Metadata(name, ns, run, Role).Labels;
        return await cluster.CoordinationV1.ReplaceNamespacedLeaseAsync(lease, name, ns, cancellationToken: ct);
    }

    private async Task RenewAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(RenewEvery, _time, _stop.Token);
                _lease.Spec.RenewTime = _time.GetUtcNow().UtcDateTime;
                _lease = await _cluster.CoordinationV1.ReplaceNamespacedLeaseAsync(
                    _lease,
                    _lease.Metadata.Name,
                    _lease.Metadata.NamespaceProperty,
                    cancellationToken: _stop.Token
                );
            }
            catch (HttpOperationException e) when (e.Is(HttpStatusCode.Conflict) || e.Is(HttpStatusCode.NotFound))
            {
                LogLost(_logger, _lease.Metadata.Name);
                await _lost.CancelAsync();
                return;
            }
            catch (Exception e) when (e is HttpOperationException or HttpRequestException or IOException)
            {
                LogNotRenewed(_logger, _lease.Metadata.Name, e.Message);
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
        }
    }

    /// <summary>Gives the target free.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _renewing;
        if (!_lost.IsCancellationRequested)
            await ReleaseAsync();
        _stop.Dispose();
        _lost.Dispose();
    }

    private async Task ReleaseAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5), _time);
        try
        {
            await _cluster.CoordinationV1.DeleteNamespacedLeaseAsync(
                _lease.Metadata.Name,
                _lease.Metadata.NamespaceProperty,
                new V1DeleteOptions { Preconditions = new V1Preconditions { Uid = _lease.Metadata.Uid } },
                cancellationToken: limit.Token
            );
        }
        catch (Exception e)
            when (e is HttpOperationException or HttpRequestException or IOException or OperationCanceledException)
        {
            // It lapses by itself.
            LogNotReleased(_logger, _lease.Metadata.Name, e.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The lease {Lease} was taken by somebody else")]
    private static partial void LogLost(ILogger logger, string lease);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The lease {Lease} could not be renewed: {Reason}")]
    private static partial void LogNotRenewed(ILogger logger, string lease, string reason);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "The lease {Lease} could not be released and will lapse: {Reason}"
    )]
    private static partial void LogNotReleased(ILogger logger, string lease, string reason);
}
