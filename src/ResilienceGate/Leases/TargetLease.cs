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

    public const string Role = "lease";

    private static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(4);

    /// <summary>One attempt on a dead connection leaves time for others before the lease lapses.</summary>
    private static readonly TimeSpan RenewWithin = TimeSpan.FromSeconds(3);

    private readonly IKubernetes _cluster;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private V1Lease _lease;
    private long _renewed;
    private Task _renewing = Task.CompletedTask;

    private TargetLease(IKubernetes cluster, TimeProvider time, ILogger logger, V1Lease lease, long renewed)
    {
        _cluster = cluster;
        _time = time;
        _logger = logger;
        _lease = lease;
        _renewed = renewed;
    }

    /// <summary>
    /// Faulted when the lease is lost, or nobody renews it any more: this gate must touch nothing any more. Complete when
    /// it was released.
    /// </summary>
    public Task Ended => _renewing;

    private string Name => _lease.Metadata.Name;

    private TimeSpan Left => Duration - _time.GetElapsedTime(Volatile.Read(ref _renewed));

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
            var asked = time.GetTimestamp();
            var lease = await TakeAsync(cluster, ns, name, run, time, ct);
            var held = new TargetLease(cluster, time, logger, lease, asked);
            held._renewing = held.RenewAsync();
            return held;
        }
        catch (HttpOperationException e) when (e.Is(HttpStatusCode.Conflict))
        {
            throw new GateException($"Another gate took the lease {ns}/{name} at this very moment; try again.", e);
        }
    }

    /// <summary>Whether the lease cannot have lapsed yet, by the own clock.</summary>
    public bool IsHeld() => Left > TimeSpan.Zero;

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

    /// <exception cref="GateException">The lease is lost: taken, deleted, or lapsed without a renewal.</exception>
    private async Task RenewAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(Shorter(RenewEvery, Left), _time, _stop.Token);
                await RenewOnceAsync();
            }
            catch (Exception e) when (e is HttpOperationException or HttpRequestException or IOException)
            {
                LogNotRenewed(_logger, Name, e.Message);
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (OperationCanceledException)
            {
                LogNotRenewed(_logger, Name, "no answer in time");
            }
            // Another gate may hold the target from now on, though this one has not heard of it.
            if (!IsHeld())
                throw Lost($"could not be renewed for {Duration.TotalSeconds:0} s");
        }
    }

    private async Task RenewOnceAsync()
    {
        using var limit = new CancellationTokenSource(Shorter(RenewWithin, Left), _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, limit.Token);
        try
        {
            await ReplaceAsync(either.Token);
        }
        catch (HttpOperationException e) when (e.Is(HttpStatusCode.Conflict) || e.Is(HttpStatusCode.NotFound))
        {
            var found = await new LeaseLiveness(_cluster, _time).FindAsync(
                _lease.Metadata.NamespaceProperty,
                Name,
                either.Token
            );
            if (found?.Metadata.Uid != _lease.Metadata.Uid || found.Spec.HolderIdentity != _lease.Spec.HolderIdentity)
                throw Lost(found is null ? "was deleted" : "was taken by somebody else");
            // An earlier renewal arrived, and its answer did not.
            _lease = found;
            await ReplaceAsync(either.Token);
        }
    }

    private async Task ReplaceAsync(CancellationToken ct)
    {
        var asked = _time.GetTimestamp();
        _lease.Spec.RenewTime = _time.GetUtcNow().UtcDateTime;
        _lease = await _cluster.CoordinationV1.ReplaceNamespacedLeaseAsync(
            _lease,
            Name,
            _lease.Metadata.NamespaceProperty,
            cancellationToken: ct
        );
        Volatile.Write(ref _renewed, asked);
    }

    private GateException Lost(string how) =>
        new($"The lease {Name} on the target {how}: this gate does nothing more.");

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) =>
        TimeSpan.FromTicks(Math.Max(0, Math.Min(one.Ticks, other.Ticks)));

    /// <summary>Gives the target free.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        // How it failed has ended the run already.
        await _renewing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_renewing.IsCompletedSuccessfully)
            await ReleaseAsync();
        _stop.Dispose();
    }

    private async Task ReleaseAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5), _time);
        try
        {
            await _cluster.CoordinationV1.DeleteNamespacedLeaseAsync(
                Name,
                _lease.Metadata.NamespaceProperty,
                new V1DeleteOptions
                {
                    // A successor takes the same object over: only the version that this gate wrote is its own.
                    Preconditions = new V1Preconditions
                    {
                        Uid = _lease.Metadata.Uid,
                        ResourceVersion = _lease.Metadata.ResourceVersion,
                    },
                },
                cancellationToken: limit.Token
            );
        }
        catch (Exception e)
            when (e is HttpOperationException or HttpRequestException or IOException or OperationCanceledException)
        {
            // It lapses by itself.
            LogNotReleased(_logger, Name, e.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The lease {Lease} could not be renewed: {Reason}")]
    private static partial void LogNotRenewed(ILogger logger, string lease, string reason);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "The lease {Lease} could not be released and will lapse: {Reason}"
    )]
    private static partial void LogNotReleased(ILogger logger, string lease, string reason);
}
