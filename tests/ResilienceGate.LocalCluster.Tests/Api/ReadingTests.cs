using System.Net;
using System.Text.Json.Nodes;
using k8s;
using k8s.Models;
using ResilienceGate.LocalCluster.Store;
using ResilienceGate.LocalCluster.Tests.Store;

namespace ResilienceGate.LocalCluster.Tests.Api;

/// <summary>Lists, selections and representations.</summary>
public sealed class ReadingTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    private const string Table = "application/json;as=Table;v=v1;g=meta.k8s.io";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

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

    [Theory]
    [InlineData("%")]
    [InlineData("bm9uZQ==")]
    public async Task A_page_that_this_server_never_named_is_refused(string token)
    {
        var status = await Refusal.OfAsync(
            HttpStatusCode.BadRequest,
            () => cluster.Client.CoreV1.ListNodeAsync(continueParameter: token, cancellationToken: Ct)
        );

        Assert.Equal("continue key is not valid", status.Text("message"));
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
        var status = await Refusal.OfAsync(
            HttpStatusCode.BadRequest,
            () =>
                cluster.Client.CoreV1.ListNamespacedPodAsync(ns, fieldSelector: "spec.color=red", cancellationToken: Ct)
        );
        Assert.Equal("field label not supported: spec.color", status.Text("message"));
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

    private sealed class CustomObject : IKubernetesObject<V1ObjectMeta>
    {
        public required string ApiVersion { get; set; }

        public required string Kind { get; set; }

        public required V1ObjectMeta Metadata { get; set; }
    }
}
