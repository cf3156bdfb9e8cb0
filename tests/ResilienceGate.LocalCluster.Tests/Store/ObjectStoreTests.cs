using System.Text.Json.Nodes;
using k8s.Models;
using Microsoft.Extensions.Time.Testing;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Tests.Store;

public sealed class ObjectStoreTests
{
    private const string Ns = "default";

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
    private readonly ObjectStore _store;

    public ObjectStoreTests() => _store = new ObjectStore(_clock);

    [Fact]
    public void A_new_object_has_an_identity_of_its_own()
    {
        var created = _store.Create(ResourceTypes.Pods, Ns, Json.Pod("a"));

        Assert.True(Guid.TryParse(created.Uid, out _));
        Assert.Equal("2026-01-02T03:04:05Z", created.Json.Metadata.Text("creationTimestamp"));
        Assert.Equal(_store.Revision, created.Revision);
        Assert.Equal(Ns, created.Namespace);
        Assert.Equal(1, created.Json.Metadata.Number("generation"));
        Assert.Equal("Pending", created.Json.Object("status")?.Text("phase"));
    }

    [Fact]
    public void A_generated_name_begins_with_its_prefix()
    {
        var pod = Json.Pod("");
        pod.EnsureObject("metadata")["generateName"] = "web-";

        var first = _store.Create(ResourceTypes.Pods, Ns, pod);
        var second = _store.Create(ResourceTypes.Pods, Ns, pod);

        Assert.Matches("^web-[bcdfghjklmnpqrstvwxz2456789]{5}$", first.Name);
        Assert.NotEqual(first.Name, second.Name);
    }

    [Fact]
    public void A_name_is_taken_once()
    {
        _store.Create(ResourceTypes.ConfigMaps, Ns, Json.ConfigMap("a"));

        var refusal = Assert.Throws<StatusException>(() =>
            _store.Create(ResourceTypes.ConfigMaps, Ns, Json.ConfigMap("a"))
        );

        Assert.Equal("configmaps \"a\" already exists", refusal.Message);
        Assert.Equal((409, "AlreadyExists"), (refusal.Status.Code, refusal.Status.Reason));
    }

    [Fact]
    public void Nothing_is_created_in_a_namespace_that_does_not_exist()
    {
        var refusal = Assert.Throws<StatusException>(() => _store.Create(ResourceTypes.Pods, "nowhere", Json.Pod("a")));

        Assert.Equal("namespaces \"nowhere\" not found", refusal.Message);
    }

    [Fact]
    public void Nothing_is_created_in_a_namespace_that_is_going()
    {
        _store.Delete(ResourceTypes.Namespaces, ns: null, "kube-public", DeleteOptions.Default);

        var refusal = Assert.Throws<StatusException>(() =>
            _store.Create(ResourceTypes.Pods, "kube-public", Json.Pod("a"))
        );

        Assert.Equal(
            "pods \"a\" is forbidden: unable to create new content in namespace kube-public because it is being terminated",
            refusal.Message
        );
        Assert.Equal("NamespaceTerminating", Assert.Single(refusal.Status.Details.Causes).Reason);
    }

    [Fact]
    public void An_update_of_an_older_state_is_a_conflict()
    {
        var old = (JsonObject)_store.Create(ResourceTypes.ConfigMaps, Ns, Json.ConfigMap("a")).Json.DeepClone();
        _store.Update(ResourceTypes.ConfigMaps, Ns, Json.ConfigMap("a", "2"), subresource: null);
        old["data"] = new JsonObject { ["key"] = "3" };

        var refusal = Assert.Throws<StatusException>(() =>
            _store.Update(ResourceTypes.ConfigMaps, Ns, old, subresource: null)
        );

        Assert.Equal(
            "Operation cannot be fulfilled on configmaps \"a\": the object has been modified; please apply your changes to the latest version and try again",
            refusal.Message
        );
    }

    [Fact]
    public void An_update_that_changes_nothing_moves_no_revision()
    {
        var created = _store.Create(ResourceTypes.Deployments, Ns, Json.Deployment("a"));

        var updated = _store.Update(ResourceTypes.Deployments, Ns, Json.Deployment("a"), subresource: null);

        Assert.Equal(created.Revision, updated.Revision);
        Assert.Equal(created.Revision, _store.Revision);
    }

    [Fact]
    public void Only_a_change_of_the_spec_moves_the_generation()
    {
        _store.Create(ResourceTypes.Deployments, Ns, Json.Deployment("a"));
        var labelled = Json.Deployment("a");
        labelled.EnsureObject("metadata")["labels"] = new JsonObject { ["x"] = "y" };

        var afterLabel = _store.Update(ResourceTypes.Deployments, Ns, labelled, subresource: null);
        var afterScale = _store.Update(
            ResourceTypes.Deployments,
            Ns,
            Json.Deployment("a", replicas: 2),
            subresource: null
        );

        Assert.Equal(1, afterLabel.Json.Metadata.Number("generation"));
        Assert.Equal(2, afterScale.Json.Metadata.Number("generation"));
    }

    [Fact]
    public void Spec_and_status_are_written_each_through_its_own_door()
    {
        _store.Create(ResourceTypes.Deployments, Ns, Json.Deployment("a"));
        var both = Json.Deployment("a", replicas: 5);
        both["status"] = new JsonObject { ["replicas"] = 3 };

        var afterStatus = _store.Update(ResourceTypes.Deployments, Ns, both, "status");
        var afterMain = _store.Update(
            ResourceTypes.Deployments,
            Ns,
            Json.Deployment("a", replicas: 5),
            subresource: null
        );

        Assert.Equal(1, afterStatus.Json.Object("spec")?.Number("replicas"));
        Assert.Equal(5, afterMain.Json.Object("spec")?.Number("replicas"));
        Assert.Equal(3, afterMain.Json.Object("status")?.Number("replicas"));
    }

    [Fact]
    public void A_dry_run_shows_the_result_and_stores_nothing()
    {
        var before = _store.Revision;

        var shown = _store.Create(ResourceTypes.Deployments, Ns, Json.Deployment("a"), dryRun: true);

        Assert.Equal("RollingUpdate", shown.Json.Object("spec")?.Object("strategy")?.Text("type"));
        Assert.Null(_store.Find(ResourceTypes.Deployments, Ns, "a"));
        Assert.Equal(before, _store.Revision);
    }

    [Fact]
    public void A_typed_change_is_tried_again_when_another_writer_came_between()
    {
        var pods = new Objects<V1Pod>(_store, ResourceTypes.Pods);
        _store.Create(ResourceTypes.Pods, Ns, Json.Pod("a"));
        var tries = 0;

        var changed = pods.ChangeStatus(
            Ns,
            "a",
            pod =>
            {
                if (tries++ == 0)
                    pods.ChangeStatus(Ns, "a", other => other.Status.Message = "first");
                pod.Status.Reason = "second";
            }
        );

        Assert.Equal(2, tries);
        Assert.Equal(("first", "second"), (changed?.Status.Message, changed?.Status.Reason));
    }

    [Fact]
    public void The_address_of_a_service_is_handed_out_and_taken_back()
    {
        var addresses = new FakeServiceAddresses("127.96.0.7");
        var store = new ObjectStore(_clock) { ServiceAddresses = addresses };
        var service = Json.Object("""{"metadata":{"name":"web"},"spec":{"ports":[{"port":80}]}}""");

        var created = store.Create(ResourceTypes.Services, Ns, service);
        store.Delete(ResourceTypes.Services, Ns, "web", DeleteOptions.Default);

        Assert.Equal("127.96.0.7", created.Json.Object("spec")?.Text("clusterIP"));
        Assert.Equal(80, created.Json.Object("spec")?.Items("ports").Single().Number("targetPort"));
        Assert.Equal("127.96.0.7", Assert.Single(addresses.Released));
    }

    private sealed class FakeServiceAddresses(string address) : IServiceAddresses
    {
        public List<string> Released { get; } = [];

        public string? Allocate(string? requested) => requested ?? address;

        public void Release(string address) => Released.Add(address);
    }
}
