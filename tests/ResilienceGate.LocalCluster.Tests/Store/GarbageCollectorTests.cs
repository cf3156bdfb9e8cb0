using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Tests.Store;

public sealed class GarbageCollectorTests : IAsyncDisposable
{
    private const string Ns = "default";

    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(
        TestContext.Current.CancellationToken
    );
    private readonly ObjectStore _store = new(new FakeTimeProvider());
    private readonly Task _collector;

    public GarbageCollectorTests() => _collector = Task.Run(() => new GarbageCollector(_store).RunAsync(_stop.Token));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _collector);
        _stop.Dispose();
    }

    [Fact]
    public async Task What_the_deleted_object_owned_goes_with_it()
    {
        var owner = _store.Create(ResourceTypes.ConfigMaps, Ns, Json.ConfigMap("owner"));
        var child = _store.Create(ResourceTypes.ConfigMaps, Ns, Owned("child", owner));
        _store.Create(ResourceTypes.ConfigMaps, Ns, Owned("grandchild", child));

        _store.Delete(ResourceTypes.ConfigMaps, Ns, "owner", DeleteOptions.Default);

        await DeletedAsync("child");
        await DeletedAsync("grandchild");
    }

    [Fact]
    public async Task What_has_another_owner_stays_and_loses_the_reference()
    {
        var first = _store.Create(ResourceTypes.ConfigMaps, Ns, Json.ConfigMap("first"));
        var second = _store.Create(ResourceTypes.ConfigMaps, Ns, Json.ConfigMap("second"));
        var child = Owned("child", first, second);
        _store.Create(ResourceTypes.ConfigMaps, Ns, child);

        _store.Delete(ResourceTypes.ConfigMaps, Ns, "first", DeleteOptions.Default);

        var left = await SeenAsync(e => e.Type is WatchEventType.Modified && e.Object.Name is "child");
        Assert.Equal(second.Uid, Assert.Single(left.Json.Metadata.Items("ownerReferences")).Text("uid"));
    }

    [Fact]
    public async Task What_comes_after_its_owner_went_goes_too()
    {
        var owner = _store.Create(ResourceTypes.ConfigMaps, Ns, Json.ConfigMap("owner"));
        _store.Delete(ResourceTypes.ConfigMaps, Ns, "owner", DeleteOptions.Default);

        _store.Create(ResourceTypes.ConfigMaps, Ns, Owned("late", owner));

        await DeletedAsync("late");
    }

    [Fact]
    public async Task Orphans_stay_without_an_owner()
    {
        var owner = _store.Create(ResourceTypes.ConfigMaps, Ns, Json.ConfigMap("owner"));
        _store.Create(ResourceTypes.ConfigMaps, Ns, Owned("child", owner));

        _store.Delete(
            ResourceTypes.ConfigMaps,
            Ns,
            "owner",
            DeleteOptions.Default with
            {
                Propagation = PropagationPolicy.Orphan,
            }
        );

        await DeletedAsync("owner");
        Assert.Empty(
            _store.Find(ResourceTypes.ConfigMaps, Ns, "child")?.Json.Metadata.Items("ownerReferences")
                ?? [new JsonObject()]
        );
    }

    [Fact]
    public async Task In_the_foreground_the_owner_waits_for_those_that_block_it()
    {
        var owner = _store.Create(ResourceTypes.ConfigMaps, Ns, Json.ConfigMap("owner"));
        var child = Owned("child", owner);
        child.Metadata["finalizers"] = new JsonArray("example.com/slow");
        _store.Create(ResourceTypes.ConfigMaps, Ns, child);

        _store.Delete(
            ResourceTypes.ConfigMaps,
            Ns,
            "owner",
            DeleteOptions.Default with
            {
                Propagation = PropagationPolicy.Foreground,
            }
        );
        await SeenAsync(e => e.Object is { Name: "child", IsDeleting: true });
        Assert.NotNull(_store.Find(ResourceTypes.ConfigMaps, Ns, "owner"));
        _store.Update(ResourceTypes.ConfigMaps, Ns, Owned("child", owner), subresource: null);

        await DeletedAsync("owner");
        Assert.Null(_store.Find(ResourceTypes.ConfigMaps, Ns, "child"));
    }

    private static JsonObject Owned(string name, params StoredObject[] owners)
    {
        var map = Json.ConfigMap(name);
        map.EnsureObject("metadata")["ownerReferences"] = new JsonArray([
            .. owners.Select(o =>
                Json.Object(
                    $$"""{"apiVersion":"v1","kind":"ConfigMap","name":"{{o.Name}}","uid":"{{o.Uid}}","blockOwnerDeletion":true}"""
                )
            ),
        ]);
        return map;
    }

    private Task<StoredObject> DeletedAsync(string name) =>
        SeenAsync(e =>
            e.Type is WatchEventType.Deleted && string.Equals(e.Object.Name, name, StringComparison.Ordinal)
        );

    private async Task<StoredObject> SeenAsync(Func<WatchEvent, bool> expected)
    {
        await foreach (var change in _store.Watch(ResourceTypes.ConfigMaps, Ns, fromRevision: 0, _stop.Token))
        {
            if (expected(change))
                return change.Object;
        }
        throw new InvalidOperationException("The watch ended.");
    }
}
