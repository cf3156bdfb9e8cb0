using System.Text.Json.Nodes;
using CsCheck;
using Microsoft.Extensions.Time.Testing;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Tests.Store;

/// <summary>Laws that hold whatever is written in whatever order.</summary>
public sealed class StoreLawsTests
{
    private const string Ns = "default";

    private static readonly Gen<(int Action, int Name, int Value)[]> Writes = Gen.Select(
        Gen.Int[0, 2],
        Gen.Int[0, 3],
        Gen.Int[0, 2]
    ).Array[0, 40];

    [Fact]
    public void Revisions_strictly_increase_and_replaying_the_events_gives_the_list() =>
        Writes.Sample(writes =>
        {
            var store = new ObjectStore(new FakeTimeProvider());
            foreach (var write in writes)
                Apply(store, write);

            var events = Replay(store, fromRevision: 0);

            Assert.Equal(
                events.Select(e => e.Object.Revision).Order().Distinct(),
                events.Select(e => e.Object.Revision)
            );
            SameObjects(store.List(ResourceTypes.ConfigMaps, Ns), Fold([], events));
        });

    [Fact]
    public void A_list_and_the_events_after_its_revision_give_the_later_list() =>
        Gen.Select(Writes, Writes)
            .Sample(
                (before, after) =>
                {
                    var store = new ObjectStore(new FakeTimeProvider());
                    foreach (var write in before)
                        Apply(store, write);
                    var (items, revision) = store.Snapshot(ResourceTypes.ConfigMaps, Ns);
                    foreach (var write in after)
                        Apply(store, write);

                    var later = Fold(items, Replay(store, revision));

                    SameObjects(store.List(ResourceTypes.ConfigMaps, Ns), later);
                }
            );

    [Fact]
    public async Task A_watch_from_a_forgotten_past_is_told_so()
    {
        var store = new ObjectStore(new FakeTimeProvider(), historyLength: 3);
        for (var i = 0; i < 5; i++)
            store.Create(ResourceTypes.ConfigMaps, Ns, Json.ConfigMap($"a{i}"));

        var refusal = await Assert.ThrowsAsync<StatusException>(async () =>
        {
            await foreach (
                var _ in store.Watch(
                    ResourceTypes.ConfigMaps,
                    Ns,
                    fromRevision: 1,
                    TestContext.Current.CancellationToken
                )
            )
                break;
        });

        Assert.Equal((410, "Expired"), (refusal.Status.Code, refusal.Status.Reason));
        Assert.Equal("too old resource version: 1 (6)", refusal.Message);
    }

    [Fact]
    public async Task A_watch_sees_what_happens_after_it_began()
    {
        var ct = TestContext.Current.CancellationToken;
        var store = new ObjectStore(new FakeTimeProvider());
        await using var watch = store.Watch(ResourceTypes.ConfigMaps, Ns, store.Revision, ct).GetAsyncEnumerator(ct);
        var next = watch.MoveNextAsync();

        store.Create(ResourceTypes.ConfigMaps, "kube-system", Json.ConfigMap("elsewhere"));
        store.Create(ResourceTypes.ConfigMaps, Ns, Json.ConfigMap("a"));

        Assert.True(await next);
        Assert.Equal((WatchEventType.Added, "a"), (watch.Current.Type, watch.Current.Object.Name));
    }

    private static void Apply(ObjectStore store, (int Action, int Name, int Value) write)
    {
        var name = $"a{write.Name}";
        var map = Json.ConfigMap(name, $"{write.Value}");
        var exists = store.Find(ResourceTypes.ConfigMaps, Ns, name) is not null;
        if (write.Action == 0 && !exists)
            store.Create(ResourceTypes.ConfigMaps, Ns, map);
        else if (write.Action == 1 && exists)
            store.Update(ResourceTypes.ConfigMaps, Ns, map, subresource: null);
        else if (write.Action == 2 && exists)
            store.Delete(ResourceTypes.ConfigMaps, Ns, name, DeleteOptions.Default);
    }

    /// <summary>The events so far: the watch would wait for more.</summary>
    private static List<WatchEvent> Replay(ObjectStore store, long fromRevision)
    {
        List<WatchEvent> events = [];
        var watch = store
            .Watch(ResourceTypes.ConfigMaps, Ns, fromRevision, CancellationToken.None)
            .GetAsyncEnumerator(CancellationToken.None);
        while (watch.MoveNextAsync().AsTask().IsCompletedSuccessfully)
            events.Add(watch.Current);
        return events;
    }

    private static List<StoredObject> Fold(IEnumerable<StoredObject> items, IEnumerable<WatchEvent> events)
    {
        var state = items.ToDictionary(i => i.Name, StringComparer.Ordinal);
        foreach (var change in events)
        {
            if (change.Type is WatchEventType.Deleted)
                Assert.True(state.Remove(change.Object.Name));
            else if (change.Type is WatchEventType.Added)
                state.Add(change.Object.Name, change.Object);
            else
            {
                Assert.Contains(change.Object.Name, state.Keys);
                state[change.Object.Name] = change.Object;
            }
        }
        return [.. state.Values.OrderBy(o => o.Name, StringComparer.Ordinal)];
    }

    private static void SameObjects(IEnumerable<StoredObject> expected, IEnumerable<StoredObject> actual) =>
        Json.AreEqual(Array(expected), Array(actual));

    private static JsonArray Array(IEnumerable<StoredObject> objects) =>
        new([.. objects.Select(o => o.Json.DeepClone())]);
}
