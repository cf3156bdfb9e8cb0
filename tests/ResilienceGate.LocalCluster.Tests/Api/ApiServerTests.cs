using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using k8s;
using k8s.Autorest;
using k8s.Models;
using ResilienceGate.LocalCluster.Store;
using ResilienceGate.LocalCluster.Tests.Store;

namespace ResilienceGate.LocalCluster.Tests.Api;

/// <summary>Reading and writing objects through KubernetesClient, which the gate too uses.</summary>
public sealed class ApiServerTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    private const string Table = "application/json;as=Table;v=v1;g=meta.k8s.io";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_server_says_which_api_it_speaks_and_that_it_is_embedded()
    {
        var version = await cluster.Client.Version.GetCodeAsync(Ct);

        Assert.Equal(("1", "36"), (version.Major, version.Minor));
        Assert.EndsWith("+resilience-gate", version.GitVersion, StringComparison.Ordinal);
    }

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
        await RefusedAsync(
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

        var status = await RefusedAsync(
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
        var status = await RefusedAsync(HttpStatusCode.Conflict, () => ApplyAsync("two", """{"x":"2","z":"2"}"""));
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
    public async Task A_long_list_comes_in_pages()
    {
        var ns = await cluster.NewNamespaceAsync(Ct);
        foreach (var name in (string[])["a", "b", "c", "d", "e"])
            cluster.Store.Create(ResourceTypes.Leases, ns, Json.Object($$"""{ "metadata": { "name": "{{name}}" } }"""));

        var first = await cluster.Client.CoordinationV1.ListNamespacedLeaseAsync(ns, limit: 3, cancellationToken: Ct);
        var second = await cluster.Client.CoordinationV1.ListNamespacedLeaseAsync(
            ns,
            limit: 3,
            continueParameter: first.Metadata.ContinueProperty,
            cancellationToken: Ct
        );

        Assert.Equal(2, first.Metadata.RemainingItemCount);
        Assert.Equal(["a", "b", "c", "d", "e"], first.Items.Concat(second.Items).Select(l => l.Metadata.Name));
        Assert.Null(second.Metadata.ContinueProperty);
    }

    [Fact]
    public async Task Selectors_choose_among_pods()
    {
        var ns = await cluster.NewNamespaceAsync(Ct);
        await cluster.RunPodAsync(ns, "a", Ct);
        cluster.Store.Create(ResourceTypes.Pods, ns, Json.Pod("b"));

        var running = await cluster.Client.CoreV1.ListNamespacedPodAsync(
            ns,
            fieldSelector: "spec.nodeName=n1,status.phase!=Pending",
            labelSelector: "app in (web, db)",
            cancellationToken: Ct
        );

        Assert.Equal("a", Assert.Single(running.Items).Metadata.Name);
        var status = await RefusedAsync(
            HttpStatusCode.BadRequest,
            () =>
                cluster.Client.CoreV1.ListNamespacedPodAsync(ns, fieldSelector: "spec.color=red", cancellationToken: Ct)
        );
        Assert.Equal("field label not supported: spec.color", status.Text("message"));
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

    [Fact]
    public async Task An_administrator_may_do_what_it_asks_for()
    {
        var review = new V1SelfSubjectAccessReview
        {
            Spec = new()
            {
                ResourceAttributes = new()
                {
                    Verb = "create",
                    Resource = "pods",
                    Subresource = "eviction",
                },
            },
        };

        Assert.True(
            (await cluster.Client.AuthorizationV1.CreateSelfSubjectAccessReviewAsync(review, cancellationToken: Ct))
                .Status
                .Allowed
        );
    }

    [Fact]
    public async Task A_stranger_may_only_see_that_the_server_lives()
    {
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.CertificateChainPolicy = await cluster.TrustAsync();
        using var stranger = new HttpClient(handler) { BaseAddress = cluster.Url };

        using var health = await stranger.GetAsync(new Uri("/readyz", UriKind.Relative), Ct);
        using var pods = await stranger.GetAsync(new Uri("/api/v1/namespaces/default/pods", UriKind.Relative), Ct);
        stranger.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "made-up");
        using var impostor = await stranger.GetAsync(new Uri("/api/v1/pods", UriKind.Relative), Ct);

        Assert.Equal("ok", await health.Content.ReadAsStringAsync(Ct));
        Assert.Equal(HttpStatusCode.Forbidden, pods.StatusCode);
        Assert.Contains(
            """pods is forbidden: User \"system:anonymous\" cannot list resource \"pods\" in API group \"\" in the namespace \"default\""",
            await pods.Content.ReadAsStringAsync(Ct),
            StringComparison.Ordinal
        );
        Assert.Equal(HttpStatusCode.Unauthorized, impostor.StatusCode);
    }

    [Fact]
    public async Task A_table_has_the_columns_that_kubectl_prints()
    {
        var ns = await cluster.NewNamespaceAsync(Ct);
        await cluster.RunPodAsync(ns, "a", Ct);

        var table = await cluster.GetJsonAsync($"/api/v1/namespaces/{ns}/pods", Table, Ct);

        Assert.Equal(
            ["Name", "Ready", "Status", "Restarts", "Age", "IP", "Node", "Nominated Node", "Readiness Gates"],
            table.Items("columnDefinitions").Select(c => c.Text("name"))
        );
        var row = Assert.Single(table.Items("rows"));
        Json.AreEqual(
            new JsonArray("a", "0/1", "Running", "0"),
            new JsonArray([.. (row.Array("cells") ?? []).Take(4).Select(c => c?.DeepClone())])
        );
        Assert.Equal("PartialObjectMetadata", row.Object("object")?.Text("kind"));
    }

    [Fact]
    public async Task The_items_of_a_list_do_not_repeat_their_kind()
    {
        var ns = await cluster.NewNamespaceAsync(Ct);
        cluster.Store.Create(ResourceTypes.Pods, ns, Json.Pod("b"));

        var list = await cluster.GetJsonAsync($"/api/v1/namespaces/{ns}/pods", accept: null, Ct);

        Assert.Equal("PodList", list.Text("kind"));
        Assert.False(Assert.Single(list.Items("items")).ContainsKey("kind"));
    }

    [Fact]
    public async Task Events_are_the_same_under_both_names()
    {
        var ns = await cluster.NewNamespaceAsync(Ct);
        var core = new Corev1Event
        {
            Metadata = new() { Name = "e" },
            InvolvedObject = new() { Kind = "Pod", Name = "a" },
            Reason = "Killing",
            Message = "Stopping container web",
        };
        await cluster.Client.CoreV1.CreateNamespacedEventAsync(core, ns, cancellationToken: Ct);

        var newer = await cluster.Client.EventsV1.ReadNamespacedEventAsync("e", ns, cancellationToken: Ct);

        Assert.Equal(("a", "Stopping container web"), (newer.Regarding.Name, newer.Note));
    }

    [Fact]
    public async Task A_custom_resource_is_served_once_it_is_defined()
    {
        var ns = await cluster.NewNamespaceAsync(Ct);
        var definition = Json.Object(
            """
            {
              "metadata": { "name": "gadgets.example.com" },
              "spec": {
                "group": "example.com", "scope": "Namespaced", "names": { "plural": "gadgets", "kind": "Gadget" },
                "versions": [{
                  "name": "v1", "served": true, "storage": true, "schema": { "openAPIV3Schema": { "type": "object" } },
                  "additionalPrinterColumns": [{ "name": "Mode", "type": "string", "jsonPath": ".spec.mode" }]
                }]
              }
            }
            """
        );
        cluster.Store.Create(ResourceTypes.CustomResourceDefinitions, ns: null, definition);
        var gadgets = new GenericClient(cluster.Client, "example.com", "v1", "gadgets", disposeClient: false);

        await gadgets.CreateNamespacedAsync(
            new CustomObject
            {
                ApiVersion = "example.com/v1",
                Kind = "Gadget",
                Metadata = new() { Name = "g" },
            },
            ns,
            Ct
        );
        var table = await cluster.GetJsonAsync($"/apis/example.com/v1/namespaces/{ns}/gadgets", Table, Ct);

        Assert.Equal(["Name", "Mode"], table.Items("columnDefinitions").Select(c => c.Text("name")));
        Assert.Equal("g", (await gadgets.ReadNamespacedAsync<CustomObject>(ns, "g", Ct)).Metadata.Name);
    }

    private static async Task<JsonObject> RefusedAsync(HttpStatusCode expected, Func<Task> request)
    {
        var refusal = await Assert.ThrowsAsync<HttpOperationException>(request);
        Assert.Equal(expected, refusal.Response.StatusCode);
        return Json.Object(refusal.Response.Content);
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

    private sealed class CustomObject : IKubernetesObject<V1ObjectMeta>
    {
        public required string ApiVersion { get; set; }

        public required string Kind { get; set; }

        public required V1ObjectMeta Metadata { get; set; }
    }
}
