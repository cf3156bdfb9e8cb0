using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Tests.Store;

public sealed class DeletionTests
{
    private const string Ns = "default";

    private readonly ObjectStore _store = new(
        new FakeTimeProvider(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero))
    );

    [Fact]
    public void A_pod_on_a_node_waits_for_its_kubelet()
    {
        _store.Create(ResourceTypes.Pods, Ns, Json.Pod("a", node: "n1"));

        var deletion = _store.Delete(ResourceTypes.Pods, Ns, "a", DeleteOptions.Default);

        Assert.False(deletion.Removed);
        Assert.Equal("2026-01-02T03:04:35Z", deletion.Object.Json.Metadata.Text("deletionTimestamp"));
        Assert.Equal(30, deletion.Object.Json.Metadata.Number("deletionGracePeriodSeconds"));
        Assert.True(
            _store
                .Delete(ResourceTypes.Pods, Ns, "a", DeleteOptions.Default with { GracePeriod = TimeSpan.Zero })
                .Removed
        );
        Assert.Null(_store.Find(ResourceTypes.Pods, Ns, "a"));
    }

    [Fact]
    public void A_second_deletion_can_only_shorten_the_grace()
    {
        _store.Create(ResourceTypes.Pods, Ns, Json.Pod("a", node: "n1"));
        _store.Delete(ResourceTypes.Pods, Ns, "a", DeleteOptions.Default);

        var longer = _store.Delete(
            ResourceTypes.Pods,
            Ns,
            "a",
            DeleteOptions.Default with
            {
                GracePeriod = TimeSpan.FromMinutes(1),
            }
        );
        var shorter = _store.Delete(
            ResourceTypes.Pods,
            Ns,
            "a",
            DeleteOptions.Default with
            {
                GracePeriod = TimeSpan.FromSeconds(5),
            }
        );

        Assert.Equal("2026-01-02T03:04:35Z", longer.Object.Json.Metadata.Text("deletionTimestamp"));
        Assert.Equal("2026-01-02T03:04:10Z", shorter.Object.Json.Metadata.Text("deletionTimestamp"));
    }

    [Theory]
    [InlineData(null, "Pending")]
    [InlineData("n1", "Succeeded")]
    [InlineData("n1", "Failed")]
    public void A_pod_that_no_kubelet_runs_goes_at_once(string? node, string phase)
    {
        var pod = (JsonObject)_store.Create(ResourceTypes.Pods, Ns, Json.Pod("a", node)).Json.DeepClone();
        pod.EnsureObject("status")["phase"] = phase;
        _store.Update(ResourceTypes.Pods, Ns, pod, "status");

        Assert.True(_store.Delete(ResourceTypes.Pods, Ns, "a", DeleteOptions.Default).Removed);
    }

    [Fact]
    public void An_object_with_a_finalizer_goes_when_the_last_one_is_taken_off()
    {
        var map = Json.ConfigMap("a");
        map.EnsureObject("metadata")["finalizers"] = new JsonArray("example.com/one");
        _store.Create(ResourceTypes.ConfigMaps, Ns, map);

        Assert.False(_store.Delete(ResourceTypes.ConfigMaps, Ns, "a", DeleteOptions.Default).Removed);
        _store.Update(ResourceTypes.ConfigMaps, Ns, Json.ConfigMap("a"), subresource: null);

        Assert.Null(_store.Find(ResourceTypes.ConfigMaps, Ns, "a"));
    }

    [Fact]
    public void A_deletion_holds_only_for_the_incarnation_it_names()
    {
        var created = _store.Create(ResourceTypes.ConfigMaps, Ns, Json.ConfigMap("a"));

        var refusal = Assert.Throws<StatusException>(() =>
            _store.Delete(ResourceTypes.ConfigMaps, Ns, "a", DeleteOptions.Default with { Uid = "other" })
        );

        Assert.True(refusal.IsConflict);
        Assert.Contains(
            $"UID in precondition: other, UID in object meta: {created.Uid}",
            refusal.Message,
            StringComparison.Ordinal
        );
    }
}
