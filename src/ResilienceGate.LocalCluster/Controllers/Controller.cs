using k8s;
using k8s.Models;
using Microsoft.Extensions.Logging;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Controllers;

/// <summary>
/// A level-triggered control loop: watches say which object to look at, never what happened to it; looking at it
/// brings the world nearer to what it asks for.
/// </summary>
internal abstract partial class Controller(TimeProvider clock, ILogger logger) : IDisposable
{
    // client-go's rate limiter of controllers.
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan LastRetry = TimeSpan.FromSeconds(1000);

    private readonly WorkQueue _queue = new(clock);
    private readonly Dictionary<ObjectKey, int> _failures = [];

    protected TimeProvider Clock => clock;

    /// <summary>Runs until cancelled.</summary>
    public Task RunAsync(CancellationToken ct) => Task.WhenAll([.. Watches(ct), WorkAsync(ct)]);

    public void Dispose()
    {
        _queue.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>The running watches that feed the queue.</summary>
    protected abstract IEnumerable<Task> Watches(CancellationToken ct);

    /// <summary>Does the next step for one object, if it still exists.</summary>
    protected abstract void Reconcile(ObjectKey key);

    protected void Enqueue(ObjectKey key) => _queue.Add(key);

    protected void EnqueueAfter(ObjectKey key, TimeSpan delay) => _queue.AddAfter(key, delay);

    /// <summary>Enqueues what each change of an object concerns.</summary>
    protected async Task WatchAsync<T>(
        Resource<T> resource,
        Func<T, IEnumerable<ObjectKey>> concerned,
        CancellationToken ct
    )
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        await foreach (var (_, obj) in resource.WatchAsync(ct))
        {
            foreach (var key in concerned(obj))
                Enqueue(key);
        }
    }

    private async Task WorkAsync(CancellationToken ct)
    {
        // Off the caller's thread: the first read may complete at once, and so on.
        await Task.Yield();
        while (true)
        {
            var key = await _queue.TakeAsync(ct);
            try
            {
                Reconcile(key);
                _failures.Remove(key);
            }
            catch (StatusException e)
            {
                var failures = _failures[key] = _failures.GetValueOrDefault(key) + 1;
                var retry = FirstRetry * Math.Pow(2, Math.Min(failures - 1, 20));
                LogRetry(logger, GetType().Name, key.Namespace, key.Name, e.Message);
                EnqueueAfter(key, retry < LastRetry ? retry : LastRetry);
            }
        }
    }

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "{Controller} will look at {Namespace}/{Name} again: {Cause}"
    )]
    private static partial void LogRetry(
        ILogger logger,
        string controller,
        string @namespace,
        string name,
        string cause
    );
}
