using System.Runtime.CompilerServices;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Logging;
using ResilienceGate.Clusters;

namespace ResilienceGate.Targets;

/// <summary>Sees every pod and endpoint of the target come and go, and notes when.</summary>
internal sealed class TargetWatch : IAsyncDisposable
{
    private const string SliceServiceLabel = "kubernetes.io/service-name";

    private readonly RunClock _clock;
    private readonly Follower<V1Pod> _pods;
    private readonly Follower<V1EndpointSlice> _slices;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private readonly Pulse _changed = new();
    private readonly Task _running;
    private TargetState _state;

    private TargetWatch(IKubernetes cluster, Target target, RunClock clock, ILogger logger)
    {
        _clock = clock;
        _state = TargetState.Of(target.Replicas);
        _pods = Pods(cluster, target, logger);
        _slices = Slices(cluster, target, logger);
        _running = Task.WhenAll(_pods.RunAsync(_stop.Token), _slices.RunAsync(_stop.Token));
    }

    public TargetState State
    {
        get
        {
            lock (_lock)
                return _state;
        }
    }

    /// <summary>Returns when everything is known that there is.</summary>
    /// <exception cref="GateException">The cluster does not tell it.</exception>
    public static async Task<TargetWatch> StartAsync(
        IKubernetes cluster,
        Target target,
        RunClock clock,
        ILogger logger,
        CancellationToken ct
    )
    {
        var watch = new TargetWatch(cluster, target, clock, logger);
        try
        {
            await Task.WhenAll(watch._pods.Listed, watch._slices.Listed).WaitAsync(ct);
            return watch;
        }
        catch
        {
            await watch.DisposeAsync();
            throw;
        }
    }

    /// <summary>Completes at the next change.</summary>
    public Task Changed => _changed.Next;

    /// <summary>The first state that meets the condition, or null when none did in time.</summary>
    public async Task<TargetState?> WaitAsync(Func<TargetState, bool> until, TimeSpan within, CancellationToken ct)
    {
        TargetState? met = null;
        TargetState? Met(TargetState state) => until(state) ? state : null;
        await Waiting.ForAsync(() => (met = Met(State)) is not null, () => Changed, within, _clock.Time, ct);
        return met;
    }

    /// <summary>The state now, and again whenever it has changed; changes in quick succession may be seen as one.</summary>
    public async IAsyncEnumerable<TargetState> ChangesAsync([EnumeratorCancellation] CancellationToken ct)
    {
        while (true)
        {
            var changed = _changed.Next;
            yield return State;
            await changed.WaitAsync(ct);
        }
    }

    /// <summary>The workload wants another number of replicas from now on.</summary>
    public void Desire(int replicas)
    {
        if (State.Desired != replicas)
            Change(state => state with { Desired = replicas });
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
    }

    private void Change(Func<TargetState, TargetState> next)
    {
        lock (_lock)
            _state = next(_state);
        _changed.Beat();
    }

    private Follower<V1Pod> Pods(IKubernetes cluster, Target target, ILogger logger) =>
        new(
            async c =>
            {
                var list = await cluster.CoreV1.ListNamespacedPodAsync(
                    target.Namespace,
                    labelSelector: target.Selector,
                    cancellationToken: c
                );
                return new ListedItems<V1Pod>([.. list.Items], list.ResourceVersion());
            },
            (version, c) =>
                cluster.CoreV1.WatchListNamespacedPodAsync(
                    target.Namespace,
                    labelSelector: target.Selector,
                    resourceVersion: version,
                    onError: Break,
                    cancellationToken: c
                ),
            pods => Change(state => state.Listed(pods, _clock.Now)),
            (type, pod) =>
                Change(state =>
                    type is WatchEventType.Deleted ? state.Left(pod, _clock.Now) : state.Seen(pod, _clock.Now)
                ),
            _clock.Time,
            logger
        );

    private Follower<V1EndpointSlice> Slices(IKubernetes cluster, Target target, ILogger logger) =>
        new(
            async c =>
            {
                var list = await cluster.DiscoveryV1.ListNamespacedEndpointSliceAsync(
                    target.Namespace,
                    labelSelector: $"{SliceServiceLabel}={target.Service}",
                    cancellationToken: c
                );
                return new ListedItems<V1EndpointSlice>([.. list.Items], list.ResourceVersion());
            },
            (version, c) =>
                cluster.DiscoveryV1.WatchListNamespacedEndpointSliceAsync(
                    target.Namespace,
                    labelSelector: $"{SliceServiceLabel}={target.Service}",
                    resourceVersion: version,
                    onError: Break,
                    cancellationToken: c
                ),
            slices => Change(state => state.Listed(slices, _clock.Now)),
            (type, slice) =>
                Change(state =>
                    type is WatchEventType.Deleted ? state.Left(slice, _clock.Now) : state.Seen(slice, _clock.Now)
                ),
            _clock.Time,
            logger
        );

    /// <summary>What cannot be read, and what the server reports in mid-stream, may have been a change: begin again.</summary>
    private static void Break(Exception e) => throw new IOException(e.Message, e);
}
