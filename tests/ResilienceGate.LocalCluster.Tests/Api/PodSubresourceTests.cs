using System.Net;
using k8s;
using k8s.Autorest;
using k8s.Models;
using ResilienceGate.LocalCluster.Store;
using ResilienceGate.LocalCluster.Tests.Store;

namespace ResilienceGate.LocalCluster.Tests.Api;

/// <summary>Logs, eviction and binding.</summary>
public sealed class PodSubresourceTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_log_is_read_as_text()
    {
        var ns = await cluster.NewNamespaceAsync(Ct);
        await cluster.RunPodAsync(ns, "a", Ct);

        await using var log = await cluster.Client.CoreV1.ReadNamespacedPodLogAsync(
            "a",
            ns,
            follow: true,
            cancellationToken: Ct
        );
        using var reader = new StreamReader(log);

        Assert.Equal(EchoStreams.Log, await reader.ReadToEndAsync(Ct));
    }

    [Theory]
    [InlineData("container=other", "container other is not valid for pod a")]
    [InlineData("container=gone", "container \"gone\" in pod \"a\" is waiting to start: ContainerCreating")]
    [InlineData("previous=true", "previous terminated container \"web\" in pod \"a\" not found")]
    public async Task A_log_that_is_not_there_is_explained(string query, string message)
    {
        var ns = await cluster.NewNamespaceAsync(Ct);
        await cluster.RunPodAsync(ns, "a", Ct);

        var status = await cluster.GetJsonAsync($"/api/v1/namespaces/{ns}/pods/a/log?{query}", accept: null, Ct);

        Assert.Equal((400, message), (status.Number("code"), status.Text("message")));
    }

    [Fact]
    public async Task An_eviction_deletes_the_pod_and_says_why()
    {
        var ns = await cluster.NewNamespaceAsync(Ct);
        await cluster.RunPodAsync(ns, "a", Ct);

        await EvictAsync(ns, "a");

        var pod = await cluster.Client.CoreV1.ReadNamespacedPodAsync("a", ns, cancellationToken: Ct);
        Assert.NotNull(pod.Metadata.DeletionTimestamp);
        Assert.Equal("EvictionByEvictionAPI", pod.Status.Conditions.Single(c => c.Type is "DisruptionTarget").Reason);
    }

    [Fact]
    public async Task A_disruption_budget_refuses_what_it_does_not_allow()
    {
        var ns = await cluster.NewNamespaceAsync(Ct);
        await cluster.RunPodAsync(ns, "a", Ct);
        await cluster.RunPodAsync(ns, "b", Ct);
        var budget = Json.Object(
            """{"metadata":{"name":"web"},"spec":{"minAvailable":1,"selector":{"matchLabels":{"app":"web"}}}}"""
        );
        cluster.Store.Create(ResourceTypes.PodDisruptionBudgets, ns, budget);
        await foreach (
            var (_, seen) in cluster.Client.PolicyV1.WatchListNamespacedPodDisruptionBudgetAsync(
                ns,
                cancellationToken: Ct
            )
        )
        {
            if (seen.Status.DisruptionsAllowed == 1)
                break;
        }

        await EvictAsync(ns, "a");
        var refusal = await Assert.ThrowsAsync<HttpOperationException>(() => EvictAsync(ns, "b"));

        Assert.Equal(HttpStatusCode.TooManyRequests, refusal.Response.StatusCode);
        var status = Json.Object(refusal.Response.Content);
        Assert.Equal("Cannot evict pod as it would violate the pod's disruption budget.", status.Text("message"));
        var cause = Assert.Single(status.Object("details")?.Items("causes") ?? []);
        Assert.Equal("DisruptionBudget", cause.Text("reason"));
        Assert.StartsWith(
            "The disruption budget web needs 1 healthy pods and has ",
            cause.Text("message"),
            StringComparison.Ordinal
        );
        Assert.NotNull(cluster.Store.Find(ResourceTypes.Pods, ns, "b"));
    }

    [Fact]
    public async Task A_dry_run_of_an_eviction_leaves_the_pod_alone()
    {
        var ns = await cluster.NewNamespaceAsync(Ct);
        var before = await cluster.RunPodAsync(ns, "a", Ct);

        await cluster.Client.CoreV1.CreateNamespacedPodEvictionAsync(
            new V1Eviction { Metadata = new() { Name = "a" } },
            "a",
            ns,
            dryRun: "All",
            cancellationToken: Ct
        );

        var after = await cluster.Client.CoreV1.ReadNamespacedPodAsync("a", ns, cancellationToken: Ct);
        Assert.Equal(before.Metadata.ResourceVersion, after.Metadata.ResourceVersion);
    }

    [Fact]
    public async Task A_pod_is_bound_to_a_node_once()
    {
        var ns = await cluster.NewNamespaceAsync(Ct);
        cluster.Store.Create(ResourceTypes.Pods, ns, Json.Pod("a"));
        var binding = new V1Binding
        {
            Metadata = new() { Name = "a" },
            Target = new() { Kind = "Node", Name = "n1" },
        };

        await cluster.Client.CoreV1.CreateNamespacedPodBindingAsync(binding, "a", ns, cancellationToken: Ct);

        Assert.Equal("n1", cluster.Store.Find(ResourceTypes.Pods, ns, "a")?.Json.Object("spec")?.Text("nodeName"));
        var refusal = await Assert.ThrowsAsync<HttpOperationException>(() =>
            cluster.Client.CoreV1.CreateNamespacedPodBindingAsync(binding, "a", ns, cancellationToken: Ct)
        );
        Assert.Equal(HttpStatusCode.Conflict, refusal.Response.StatusCode);
    }

    [Fact]
    public async Task A_pod_carries_the_zone_of_its_node_as_a_label()
    {
        var ns = await cluster.NewNamespaceAsync(Ct);
        var node = Json.Object(
            """
            {"metadata":{"name":"zoned","labels":{"topology.kubernetes.io/zone":"z1","other":"x"}}}
            """
        );
        cluster.Store.Create(ResourceTypes.Nodes, ns: null, node);
        cluster.Store.Create(ResourceTypes.Pods, ns, Json.Pod("a"));
        var binding = new V1Binding
        {
            Metadata = new() { Name = "a" },
            Target = new() { Kind = "Node", Name = "zoned" },
        };

        await cluster.Client.CoreV1.CreateNamespacedPodBindingAsync(binding, "a", ns, cancellationToken: Ct);

        var labels = (await cluster.Client.CoreV1.ReadNamespacedPodAsync("a", ns, cancellationToken: Ct)).Labels();
        Assert.Equal("z1", labels["topology.kubernetes.io/zone"]);
        Assert.DoesNotContain("other", labels);
    }

    private Task<V1Eviction> EvictAsync(string ns, string name) =>
        cluster.Client.CoreV1.CreateNamespacedPodEvictionAsync(
            new V1Eviction { Metadata = new() { Name = name } },
            name,
            ns,
            cancellationToken: Ct
        );
}
