using k8s;
using k8s.Models;
using ResilienceGate.LocalCluster.Controllers;

namespace ResilienceGate.LocalCluster.Tests.Controllers;

/// <summary>Waits for a state of an object, by its watch; what never comes fails the test by its own timeout.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <returns>The object in the first state that fulfils the condition.</returns>
    public static Task<T> UntilAsync<T>(this Resource<T> resource, string name, Func<T, bool> condition)
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        resource.FirstAsync(obj => obj.Metadata.Name == name && condition(obj));

    public static async Task<T> FirstAsync<T>(this Resource<T> resource, Func<T, bool> condition)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Limit);
        await foreach (var (change, obj) in resource.WatchAsync(limit.Token))
        {
            if (change is not LocalCluster.Store.WatchEventType.Deleted && condition(obj))
                return obj;
        }

        throw new InvalidOperationException("The watch ended.");
    }

    public static async Task GoneAsync<T>(this Resource<T> resource, string ns, string name)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Limit);
        await using var changes = resource.WatchAsync(limit.Token).GetAsyncEnumerator(limit.Token);
        var next = changes.MoveNextAsync().AsTask();
        while (resource.Find(ns, name) is not null)
        {
            await next;
            next = changes.MoveNextAsync().AsTask();
        }

        await limit.CancelAsync();
        await next.ContinueWith(_ => { }, TaskScheduler.Default);
    }

    /// <summary>For what nobody announces, such as the end of a process.</summary>
    public static Task TrueAsync(Func<bool> condition) => TrueAsync(() => Task.FromResult(condition()));

    /// <inheritdoc cref="TrueAsync(Func{bool})"/>
    public static async Task TrueAsync(Func<Task<bool>> condition)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Limit);
        while (!await condition())
            await Task.Delay(TimeSpan.FromMilliseconds(10), limit.Token);
    }
}
