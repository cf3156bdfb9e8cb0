using System.Globalization;
using System.Text.Json.Nodes;
using k8s;
using k8s.Models;
using ResilienceGate.LocalCluster.Store;
using ResilienceGate.LocalCluster.Tests.Store;

namespace ResilienceGate.LocalCluster.Tests.Api;

public sealed class WatchTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_typed_watch_follows_an_object_through_its_life()
    {
        var ns = await cluster.NewNamespaceAsync(Ct);
        await using var watch = cluster
            .Client.CoreV1.WatchListNamespacedPodAsync(ns, cancellationToken: Ct)
            .GetAsyncEnumerator(Ct);

        var pod = await cluster.RunPodAsync(ns, "a", Ct);
        await cluster.Client.CoreV1.DeleteNamespacedPodAsync("a", ns, gracePeriodSeconds: 0, cancellationToken: Ct);

        List<(k8s.WatchEventType Type, V1Pod Pod)> seen = [];
        while (seen.Count < 3 && await watch.MoveNextAsync())
            seen.Add(watch.Current);
        Assert.Equal(
            [k8s.WatchEventType.Added, k8s.WatchEventType.Modified, k8s.WatchEventType.Deleted],
            seen.Select(s => s.Type)
        );
        Assert.Equal(pod.Metadata.Uid, seen[2].Pod.Metadata.Uid);
        Assert.Equal("Running", seen[2].Pod.Status.Phase);
    }

    [Fact]
    public async Task An_object_that_leaves_the_selection_is_deleted_for_this_watch()
    {
        var ns = await cluster.NewNamespaceAsync(Ct);
        var before = cluster.Store.Revision;
        Label(ns, "web");
        Label(ns, "db");
        Label(ns, "web");

        var events = await ReadAsync(
            $"/api/v1/namespaces/{ns}/configmaps?watch=true&labelSelector=app%3Dweb&resourceVersion={before}",
            count: 3
        );

        Assert.Equal(["ADDED", "DELETED", "ADDED"], events.Select(e => e.Text("type")));
    }

    [Fact]
    public async Task Initial_events_end_with_a_bookmark()
    {
        var ns = await cluster.NewNamespaceAsync(Ct);
        cluster.Store.Create(ResourceTypes.Pods, ns, Json.Pod("a"));
        cluster.Store.Create(ResourceTypes.Pods, ns, Json.Pod("b"));

        var events = await ReadAsync(
            $"/api/v1/namespaces/{ns}/pods?watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true",
            count: 3
        );

        Assert.Equal(["ADDED", "ADDED", "BOOKMARK"], events.Select(e => e.Text("type")));
        Assert.Equal(
            "true",
            events[2].Object("object")?.Metadata.Object("annotations")?.Text("k8s.io/initial-events-end")
        );
    }

    [Fact]
    public async Task A_quiet_watch_is_told_how_far_it_is()
    {
        var ns = await cluster.NewNamespaceAsync(Ct);
        var lines = LinesAsync(
            $"/apis/coordination.k8s.io/v1/namespaces/{ns}/leases?watch=true&allowWatchBookmarks=true&resourceVersion={cluster.Store.Revision}"
        );
        await using var watch = lines.GetAsyncEnumerator(Ct);
        var next = watch.MoveNextAsync().AsTask();

        // The watch begins some time after it was asked for: bookmarks go out until one arrives.
        while (!next.IsCompleted)
        {
            cluster.Store.Bookmark();
            await Task.WhenAny(next, Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, Ct));
        }

        Assert.True(await next);
        Assert.Equal("BOOKMARK", watch.Current.Text("type"));
        Assert.Equal("Lease", watch.Current.Object("object")?.Text("kind"));
    }

    [Fact]
    public async Task A_watch_ends_when_its_time_is_up()
    {
        var ns = await cluster.NewNamespaceAsync(Ct);

        var events = await ReadAsync(
            $"/apis/coordination.k8s.io/v1/namespaces/{ns}/leases?watch=true&timeoutSeconds=1",
            count: int.MaxValue
        );

        Assert.Empty(events);
    }

    [Fact]
    public async Task A_list_of_a_state_to_come_is_refused()
    {
        var future = (cluster.Store.Revision + 1000).ToString(CultureInfo.InvariantCulture);

        var status = await cluster.GetJsonAsync($"/api/v1/pods?resourceVersion={future}", accept: null, Ct);

        Assert.Equal((504, "Timeout"), (status.Number("code"), status.Text("reason")));
    }

    [Fact]
    public async Task A_watched_table_names_its_columns_once()
    {
        var ns = await cluster.NewNamespaceAsync(Ct);
        cluster.Store.Create(ResourceTypes.Pods, ns, Json.Pod("a"));
        cluster.Store.Create(ResourceTypes.Pods, ns, Json.Pod("b"));

        var events = await ReadAsync(
            $"/api/v1/namespaces/{ns}/pods?watch=true",
            count: 2,
            "application/json;as=Table;v=v1;g=meta.k8s.io"
        );

        Assert.Equal([9, 0], events.Select(e => e.Object("object")?.Items("columnDefinitions").Count()));
    }

    private void Label(string ns, string app)
    {
        var map = Json.ConfigMap("a");
        map.EnsureObject("metadata")["labels"] = new JsonObject { ["app"] = app };
        if (cluster.Store.Find(ResourceTypes.ConfigMaps, ns, "a") is null)
            cluster.Store.Create(ResourceTypes.ConfigMaps, ns, map);
        else
            cluster.Store.Update(ResourceTypes.ConfigMaps, ns, map, subresource: null);
    }

    private async Task<List<JsonObject>> ReadAsync(string path, int count, string accept = "application/json")
    {
        List<JsonObject> events = [];
        await foreach (var line in LinesAsync(path, accept))
        {
            events.Add(line);
            if (events.Count == count)
                break;
        }
        return events;
    }

    private async IAsyncEnumerable<JsonObject> LinesAsync(string path, string accept = "application/json")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(cluster.Url, path));
        request.Headers.TryAddWithoutValidation("Accept", accept);
        using var response = await cluster.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Ct);
        response.EnsureSuccessStatusCode();
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(Ct));
        while (await reader.ReadLineAsync(Ct) is { } line)
            yield return Json.Object(line);
    }
}
