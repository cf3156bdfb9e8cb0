using System.Collections.Immutable;
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
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private readonly Dictionary<string, ImmutableHashSet<string>> _readyBySlice = new(StringComparer.Ordinal);
    private readonly Pulse _changed = new();
    private TargetState _state = TargetState.Empty;
    private Task _running = Task.CompletedTask;

    private TargetWatch(RunClock clock) => _clock = clock;

    public TargetState State
    {
        get
        {
            lock (_lock)
                return _state;
        }
    }

    /// <summary>Returns when both watches have shown that they work.</summary>
    public static async Task<TargetWatch> StartAsync(
        IKubernetes cluster,
        Target target,
        RunClock clock,
        ILogger logger,
        CancellationToken ct
    )
    {
        var watch = new TargetWatch(clock);
        var pods = new Follower<V1Pod>(
            async c =>
                (
                    await cluster.CoreV1.ListNamespacedPodAsync(
                        target.Namespace,
                        labelSelector: target.Selector,
                        cancellationToken: c
                    )
                ).Items,
            c =>
                cluster.CoreV1.WatchListNamespacedPodAsync(
                    target.Namespace,
                    labelSelector: target.Selector,
                    cancellationToken: c
                ),
            watch.PodsListed,
            watch.PodChanged,
            clock.Time,
            logger
        );
        var slicesOfService = $"{SliceServiceLabel}={target.Service}";
        var slices = new Follower<V1EndpointSlice>(
            async c =>
                (
                    await cluster.DiscoveryV1.ListNamespacedEndpointSliceAsync(
                        target.Namespace,
                        labelSelector: slicesOfService,
                        cancellationToken: c
                    )
                ).Items,
            c =>
                cluster.DiscoveryV1.WatchListNamespacedEndpointSliceAsync(
                    target.Namespace,
                    labelSelector: slicesOfService,
                    cancellationToken: c
                ),
            watch.SlicesListed,
            watch.SliceChanged,
            clock.Time,
            logger
        );
        watch._running = Task.WhenAll(pods.RunAsync(watch._stop.Token), slices.RunAsync(watch._stop.Token));
        try
        {
            await Task.WhenAll(pods.Warm, slices.Warm).WaitAsync(ct);
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

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
    }

    private void PodsListed(IReadOnlyList<V1Pod> pods) =>
        Change(state =>
        {
            var now = _clock.Now;
            var there = pods.Select(p => p.Uid()).ToHashSet(StringComparer.Ordinal);
            var next = state.Pods;
            foreach (var gone in next.Values.Where(p => p.Gone is null && !there.Contains(p.Uid)))
                next = next.SetItem(gone.Uid, Leave(gone, now));
            return pods.Aggregate(next, (all, pod) => all.SetItem(pod.Uid(), See(all, pod, now)));
        });

    private void PodChanged(WatchEventType type, V1Pod pod) =>
        Change(state =>
        {
            var now = _clock.Now;
            var seen = See(state.Pods, pod, now);
            return state.Pods.SetItem(seen.Uid, type is WatchEventType.Deleted ? Leave(seen, now) : seen);
        });

    private void SlicesListed(IReadOnlyList<V1EndpointSlice> slices) =>
        Change(state =>
        {
            _readyBySlice.Clear();
            foreach (var slice in slices)
                _readyBySlice[slice.Name()] = ReadyPods(slice);
            return Endpoints(state.Pods);
        });

    private void SliceChanged(WatchEventType type, V1EndpointSlice slice) =>
        Change(state =>
        {
            _readyBySlice[slice.Name()] = type is WatchEventType.Deleted ? [] : ReadyPods(slice);
            return Endpoints(state.Pods);
        });

    private void Change(Func<TargetState, ImmutableDictionary<string, PodTimes>> next)
    {
        lock (_lock)
            _state = new TargetState(next(_state));
        _changed.Beat();
    }

    private PodTimes See(ImmutableDictionary<string, PodTimes> known, V1Pod pod, DateTimeOffset now)
    {
        var seen = known.TryGetValue(pod.Uid(), out var before) ? before.Seen(pod, now) : PodTimes.FirstSeen(pod, now);
        return WithEndpoint(seen, now);
    }

    private ImmutableDictionary<string, PodTimes> Endpoints(ImmutableDictionary<string, PodTimes> pods)
    {
        var now = _clock.Now;
        return pods
            .Values.Where(p => p.Gone is null)
            .Aggregate(pods, (all, pod) => all.SetItem(pod.Uid, WithEndpoint(pod, now)));
    }

    private PodTimes WithEndpoint(PodTimes pod, DateTimeOffset now)
    {
        var ready = _readyBySlice.Values.Any(s => s.Contains(pod.Uid));
        return pod with { IsEndpoint = ready, InEndpoints = pod.InEndpoints ?? (ready ? now : null) };
    }

    private static PodTimes Leave(PodTimes pod, DateTimeOffset now) =>
        pod with
        {
            Gone = pod.Gone ?? now,
            DeletionMarked = pod.DeletionMarked ?? now,
            IsEndpoint = false,
        };

    private static ImmutableHashSet<string> ReadyPods(V1EndpointSlice slice) =>
        [
            .. (slice.Endpoints ?? [])
                .Where(e => e.Conditions?.Ready is true && e.TargetRef?.Uid is not null)
                .Select(e => e.TargetRef.Uid),
        ];
}
