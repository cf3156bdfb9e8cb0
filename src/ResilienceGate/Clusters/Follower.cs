using k8s;
using k8s.Autorest;
using k8s.Models;
using Microsoft.Extensions.Logging;

namespace ResilienceGate.Clusters;

/// <summary>
/// Keeps up with a list of objects for as long as it is wanted: lists, watches, and begins again when the watch ends.
/// </summary>
/// <remarks>
/// Each watch is started without a resource version, so that the server first repeats what there is: when everything
/// that was listed has come in through the watch, the watch is known to work. A cold watch can be more than a second
/// late, which would count as recovery time.
/// </remarks>
internal sealed partial class Follower<T>(
    Func<CancellationToken, Task<IList<T>>> list,
    Func<CancellationToken, IAsyncEnumerable<(WatchEventType Type, T Item)>> watch,
    Action<IReadOnlyList<T>> listed,
    Action<WatchEventType, T> changed,
    TimeProvider time,
    ILogger logger
)
    where T : IMetadata<V1ObjectMeta>
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly TaskCompletionSource _warm = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when a watch has delivered everything that there was at its start.</summary>
    public Task Warm => _warm.Task;

    /// <summary>Runs until it is cancelled; a failing API server is asked again and again.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await FollowAsync(ct);
            }
            catch (Exception e) when (IsPassing(e) && !ct.IsCancellationRequested)
            {
                LogBroken(logger, typeof(T).Name, e.Message);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
            await Task.Delay(Pause, time, CancellationToken.None);
        }
    }

    private async Task FollowAsync(CancellationToken ct)
    {
        var all = await list(ct);
        listed([.. all]);
        var awaited = all.Select(o => o.Metadata.Uid).ToHashSet(StringComparer.Ordinal);
        // An empty list gives no first event to wait for; its watch is as good as any.
        if (awaited.Count == 0)
            _warm.TrySetResult();
        await foreach (var (type, item) in watch(ct))
        {
            changed(type, item);
            if (awaited.Remove(item.Metadata.Uid) && awaited.Count == 0)
                _warm.TrySetResult();
        }
    }

    private static bool IsPassing(Exception e) =>
        e
            is HttpOperationException
                or HttpRequestException
                or IOException
                or KubernetesException
                or OperationCanceledException;

    [LoggerMessage(Level = LogLevel.Warning, Message = "The watch on {Kind} broke and is started again: {Reason}")]
    private static partial void LogBroken(ILogger logger, string kind, string reason);
}
