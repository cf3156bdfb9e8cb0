using k8s;
using k8s.Autorest;
using Microsoft.Extensions.Logging;

namespace ResilienceGate.Clusters;

/// <summary>
/// Keeps up with a list of objects for as long as it is wanted: lists, watches what has changed since, and begins again
/// when the watch ends or the server has forgotten that version (410). A list says who went meanwhile.
/// </summary>
/// <param name="watch">From a version on; fails with an error that the server reports in mid-stream.</param>
internal sealed partial class Follower<T>(
    Func<CancellationToken, Task<ListedItems<T>>> list,
    Func<string, CancellationToken, IAsyncEnumerable<(WatchEventType Type, T Item)>> watch,
    Action<IReadOnlyList<T>> listed,
    Action<WatchEventType, T> changed,
    TimeProvider time,
    ILogger logger
)
{
    private const int TriesAtStart = 5;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly TaskCompletionSource _listed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>
    /// Completes when everything is known that there was at the start; faulted with a <see cref="GateException"/> when
    /// the server did not tell it however often it was asked.
    /// </summary>
    public Task Listed => _listed.Task;

    /// <summary>Runs until it is cancelled; a failing API server is asked again and again.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        var failures = 0;
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await FollowAsync(ct);
            }
            catch (Exception e) when (IsPassing(e) && ct.IsCancellationRequested)
            {
                // A connection that is torn down may fail in any way.
                return;
            }
            catch (Exception e) when (IsPassing(e))
            {
                var reason = e is HttpOperationException http ? http.Explain() : e.Message;
                LogBroken(logger, typeof(T).Name, reason);
                if (++failures == TriesAtStart)
                    _listed.TrySetException(
                        new GateException($"The cluster does not tell what there is of {typeof(T).Name}: {reason}", e)
                    );
            }
            await Task.Delay(Pause, time, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task FollowAsync(CancellationToken ct)
    {
        var all = await list(ct);
        listed(all.Items);
        _listed.TrySetResult();
        await foreach (var (type, item) in watch(all.Version, ct))
            changed(type, item);
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
