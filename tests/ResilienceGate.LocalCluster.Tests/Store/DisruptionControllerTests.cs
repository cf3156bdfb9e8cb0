using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Tests.Store;

public sealed class DisruptionControllerTests : IAsyncDisposable
{
    private const string Ns = "default";

    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(
        TestContext.Current.CancellationToken
    );
    private readonly ObjectStore _store = new(new FakeTimeProvider());
    private readonly Task _controller;

    public DisruptionControllerTests() =>
        _controller = Task.Run(() => new DisruptionController(_store, TimeProvider.System).RunAsync(_stop.Token));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _controller);
        _stop.Dispose();
    }

    [Theory]
    [InlineData("\"maxUnavailable\": 1", 3, 1)]
    [InlineData("\"maxUnavailable\": \"34%\"", 2, 2)]
    [InlineData("\"minAvailable\": \"50%\"", 2, 2)]
    [InlineData("\"minAvailable\": 4", 4, 0)]
    public async Task What_a_budget_asks_for_is_a_part_of_what_the_workload_wants(
        string demand,
        int healthyWanted,
        int allowed
    )
    {
        var set = _store.Create(ResourceTypes.StatefulSets, Ns, StatefulSet(replicas: 4));
        for (var i = 0; i < 4; i++)
            AddPod($"db-{i}", "StatefulSet", set);
        AddBudget(demand);
        var status = await UntilAsync(status => status.Number("expectedPods") is 4);
        Assert.Equal((4, healthyWanted, allowed), Numbers(status));
    }

    [Fact]
    public async Task Where_the_wanted_number_is_unknown_nothing_may_go()
    {
        var job = _store.Create(ResourceTypes.ConfigMaps, Ns, Json.ConfigMap("owner"));
        AddPod("pod", "Job", job);
        AddBudget("\"maxUnavailable\": 1");
        var status = await UntilAsync(status => Condition(status)?.Text("reason") is "SyncFailed");
        Assert.Equal("found no controllers for pod \"pod\"", Condition(status)?.Text("message"));
        Assert.Equal(0, status.Number("disruptionsAllowed"));
    }

    private static (long?, long?, long?) Numbers(JsonObject status) =>
        (status.Number("currentHealthy"), status.Number("desiredHealthy"), status.Number("disruptionsAllowed"));

    private static JsonObject? Condition(JsonObject status) => status.Items("conditions").FirstOrDefault();

    private static JsonObject StatefulSet(int replicas)
    {
        var set = Json.Deployment("db", replicas);
        set.EnsureObject("spec")["serviceName"] = "db";
        return set;
    }

    private void AddBudget(string demand) =>
        _store.Create(
            ResourceTypes.PodDisruptionBudgets,
            Ns,
            Json.Object(
                $$"""
                {
                  "metadata": { "name": "budget" },
                  "spec": { "selector": { "matchLabels": { "app": "web" } }, {{demand}} }
                }
                """
            )
        );

    private void AddPod(string name, string kind, StoredObject owner)
    {
        var pod = Json.Pod(name);
        pod.EnsureObject("metadata")["ownerReferences"] = new JsonArray(
            Json.Object(
                $$"""
                { "apiVersion": "v1", "kind": "{{kind}}", "name": "{{owner.Name}}", "uid": "{{owner.Uid}}", "controller": true }
                """
            )
        );
        _store.Create(ResourceTypes.Pods, Ns, pod);
        pod["status"] = Json.Object("""{ "conditions": [{ "type": "Ready", "status": "True" }] }""");
        _store.Update(ResourceTypes.Pods, Ns, pod, "status");
    }

    private async Task<JsonObject> UntilAsync(Func<JsonObject, bool> condition)
    {
        await foreach (var change in _store.Watch(ResourceTypes.PodDisruptionBudgets, Ns, fromRevision: 0, _stop.Token))
        {
            if (change.Object.Json.Object("status") is { } status && condition(status))
                return status;
        }
        throw new InvalidOperationException("The watch ended.");
    }
}
