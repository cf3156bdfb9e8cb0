using System.Net;
using System.Text;
using k8s;
using k8s.Models;
using ResilienceGate.LocalCluster.Store;
using ResilienceGate.LocalCluster.Tests.Store;

namespace ResilienceGate.LocalCluster.Tests.Api;

/// <summary>Creating, changing and deleting through KubernetesClient, which the gate too uses.</summary>
public sealed class WritingTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_created_object_can_be_read_listed_and_deleted()
    {
        var ns = await cluster.NewNamespaceAsync(Ct);
        var map = new V1ConfigMap
        {
            Metadata = new() { Name = "a" },
            Data = new Dictionary<string, string>(StringComparer.Ordinal) { ["k"] = "v" },
        };

        var created = await cluster.Client.CoreV1.CreateNamespacedConfigMapAsync(map, ns, cancellationToken: Ct);
        var read = await cluster.Client.CoreV1.ReadNamespacedConfigMapAsync("a", ns, cancellationToken: Ct);
        var listed = await cluster.Client.CoreV1.ListNamespacedConfigMapAsync(
            ns,
            fieldSelector: "metadata.name=a",
            cancellationToken: Ct
        );
        var deleted = await cluster.Client.CoreV1.DeleteNamespacedConfigMapAsync("a", ns, cancellationToken: Ct);

        Assert.Equal(created.Metadata.Uid, read.Metadata.Uid);
        Assert.Equal("v", Assert.Single(listed.Items).Data["k"]);
        Assert.Equal("Success", deleted.Status);
        await Refusal.OfAsync(
            HttpStatusCode.NotFound,
            () => cluster.Client.CoreV1.ReadNamespacedConfigMapAsync("a", ns, cancellationToken: Ct)
        );
    }

    [Fact]
    public async Task Each_namespace_starts_with_a_service_account_and_the_authority()
    {
        var ns = await cluster.NewNamespaceAsync(Ct);

        await SeenAsync(
            cluster.Client.CoreV1.WatchListNamespacedServiceAccountAsync(ns, cancellationToken: Ct),
            (_, a) => a.Metadata.Name is "default"
        );
        await SeenAsync(
            cluster.Client.CoreV1.WatchListNamespacedConfigMapAsync(ns, cancellationToken: Ct),
            (_, m) =>
                m.Metadata.Name is "kube-root-ca.crt"
                && m.Data["ca.crt"].StartsWith("-----BEGIN CERTIFICATE-----", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_deleted_namespace_takes_its_contents_along()
    {
        var ns = await cluster.NewNamespaceAsync(Ct);
        await cluster.Client.CoreV1.CreateNamespacedConfigMapAsync(
            new V1ConfigMap { Metadata = new() { Name = "a" } },
            ns,
            cancellationToken: Ct
        );

        var terminating = await cluster.Client.CoreV1.DeleteNamespaceAsync(ns, cancellationToken: Ct);
        await SeenAsync(
            cluster.Client.CoreV1.WatchListNamespaceAsync(
                fieldSelector: $"metadata.name={ns}",
                resourceVersion: "1",
                cancellationToken: Ct
            ),
            (type, _) => type is k8s.WatchEventType.Deleted
        );

        Assert.NotNull(terminating);
        Assert.Empty(cluster.Store.List(ResourceTypes.ConfigMaps, ns));
    }

    [Fact]
    public async Task An_update_of_an_older_state_is_a_conflict()
    {
        var ns = await cluster.NewNamespaceAsync(Ct);
        var lease = await cluster.Client.CoordinationV1.CreateNamespacedLeaseAsync(
            new V1Lease
            {
                Metadata = new() { Name = "a" },
                Spec = new() { HolderIdentity = "me" },
            },
            ns,
            cancellationToken: Ct
        );
        lease.Spec.HolderIdentity = "you";
        await cluster.Client.CoordinationV1.ReplaceNamespacedLeaseAsync(lease, "a", ns, cancellationToken: Ct);

        var status = await Refusal.OfAsync(
            HttpStatusCode.Conflict,
            () => cluster.Client.CoordinationV1.ReplaceNamespacedLeaseAsync(lease, "a", ns, cancellationToken: Ct)
        );

        Json.AreEqual(
            Json.Object(
                """
                {
                  "kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Failure",
                  "message": "Operation cannot be fulfilled on leases.coordination.k8s.io \"a\": the object has been modified; please apply your changes to the latest version and try again",
                  "reason": "Conflict",
                  "details": { "name": "a", "group": "coordination.k8s.io", "kind": "leases" },
                  "code": 409
                }
                """
            ),
            status
        );
    }

    [Theory]
    [InlineData("strategic", """{"spec":{"template":{"spec":{"containers":[{"name":"web","image":"web:2"}]}}}}""")]
    [InlineData("merge", """{"spec":{"template":{"spec":{"containers":[{"name":"web","image":"web:2"}]}}}}""")]
    [InlineData("json", """[{"op":"replace","path":"/spec/template/spec/containers/0/image","value":"web:2"}]""")]
    public async Task A_deployment_can_be_patched_in_every_form(string form, string patch)
    {
        var ns = await cluster.NewNamespaceAsync(Ct);
        cluster.Store.Create(ResourceTypes.Deployments, ns, Json.Deployment("a"));
        var type = form switch
        {
            "json" => V1Patch.PatchType.JsonPatch,
            "merge" => V1Patch.PatchType.MergePatch,
            _ => V1Patch.PatchType.StrategicMergePatch,
        };

        var patched = await cluster.Client.AppsV1.PatchNamespacedDeploymentAsync(
            new V1Patch(patch, type),
            "a",
            ns,
            cancellationToken: Ct
        );

        Assert.Equal("web:2", Assert.Single(patched.Spec.Template.Spec.Containers).Image);
        Assert.Equal(2, patched.Metadata.Generation);
    }

    [Fact]
    public async Task Server_side_apply_remembers_who_wants_what()
    {
        var ns = await cluster.NewNamespaceAsync(Ct);
        Task<V1ConfigMap> ApplyAsync(string manager, string data, bool force = false) =>
            cluster.Client.CoreV1.PatchNamespacedConfigMapAsync(
                new V1Patch(
                    $$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":{{data}}}""",
                    V1Patch.PatchType.ApplyPatch
                ),
                "a",
                ns,
                fieldManager: manager,
                force: force,
                cancellationToken: Ct
            );

        await ApplyAsync("one", """{"x":"1","y":"1"}""");
        await ApplyAsync("two", """{"z":"2"}""");
        var status = await Refusal.OfAsync(HttpStatusCode.Conflict, () => ApplyAsync("two", """{"x":"2","z":"2"}"""));
        var forced = await ApplyAsync("two", """{"x":"2","z":"2"}""", force: true);
        var reduced = await ApplyAsync("one", """{}""");

        Assert.Equal("Apply failed with 1 conflict: conflict with \"one\" using v1: .data.x", status.Text("message"));
        Assert.Equal("2", forced.Data["x"]);
        Assert.Equal(["x", "z"], reduced.Data.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_dry_run_shows_and_keeps_nothing()
    {
        var ns = await cluster.NewNamespaceAsync(Ct);

        var shown = await cluster.Client.CoreV1.CreateNamespacedServiceAsync(
            new V1Service
            {
                Metadata = new() { Name = "a" },
                Spec = new() { Ports = [new() { Port = 80 }] },
            },
            ns,
            dryRun: "All",
            cancellationToken: Ct
        );

        Assert.Equal("ClusterIP", shown.Spec.Type);
        Assert.Empty((await cluster.Client.CoreV1.ListNamespacedServiceAsync(ns, cancellationToken: Ct)).Items);
    }

    [Theory]
    [InlineData("Strict", HttpStatusCode.BadRequest)]
    [InlineData("Warn", HttpStatusCode.Created)]
    public async Task Unknown_fields_are_refused_or_warned_of(string validation, HttpStatusCode expected)
    {
        var ns = await cluster.NewNamespaceAsync(Ct);
        using var body = new StringContent(
            """{"metadata":{"name":"a"},"dota":{}}""",
            Encoding.UTF8,
            "application/json"
        );

        using var response = await cluster.Http.PostAsync(
            new Uri(cluster.Url, $"/api/v1/namespaces/{ns}/configmaps?fieldValidation={validation}"),
            body,
            Ct
        );

        Assert.Equal(expected, response.StatusCode);
        var told =
            expected is HttpStatusCode.Created
                ? response.Headers.Warning.ToString()
                : await response.Content.ReadAsStringAsync(Ct);
        Assert.Contains("unknown field", told, StringComparison.Ordinal);
        Assert.Contains("dota", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scaling_changes_the_workload_and_nothing_else()
    {
        var ns = await cluster.NewNamespaceAsync(Ct);
        cluster.Store.Create(ResourceTypes.Deployments, ns, Json.Deployment("a"));

        var scale = await cluster.Client.AppsV1.PatchNamespacedDeploymentScaleAsync(
            new V1Patch("""{"spec":{"replicas":4}}""", V1Patch.PatchType.MergePatch),
            "a",
            ns,
            cancellationToken: Ct
        );

        Assert.Equal((4, "app=web"), (scale.Spec.Replicas, scale.Status.Selector));
        Assert.Equal(
            4,
            (await cluster.Client.AppsV1.ReadNamespacedDeploymentAsync("a", ns, cancellationToken: Ct)).Spec.Replicas
        );
    }

    private static async Task SeenAsync<T>(
        IAsyncEnumerable<(k8s.WatchEventType Type, T Object)> watch,
        Func<k8s.WatchEventType, T, bool> expected
    )
    {
        await foreach (var (type, item) in watch)
        {
            if (expected(type, item))
                return;
        }
        Assert.Fail("The watch ended.");
    }
}
