using System.Net;
using System.Net.WebSockets;
using System.Text;
using k8s;
using k8s.Autorest;
using k8s.Models;
using ResilienceGate.LocalCluster.Store;
using ResilienceGate.LocalCluster.Tests.Store;

namespace ResilienceGate.LocalCluster.Tests.Api;

/// <summary>Logs, attach, eviction and binding.</summary>
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
    [InlineData("previous=true", "previous terminated container \"web\" in pod \"a\" not found")]
    public async Task A_log_that_is_not_there_is_explained(string query, string message)
    {
        var ns = await cluster.NewNamespaceAsync(Ct);
        await cluster.RunPodAsync(ns, "a", Ct);

        var status = await cluster.GetJsonAsync($"/api/v1/namespaces/{ns}/pods/a/log?{query}", accept: null, Ct);

        Assert.Equal((400, message), (status.Number("code"), status.Text("message")));
    }

    [Theory]
    [InlineData("v4.channel.k8s.io")]
    [InlineData("v5.channel.k8s.io")]
    public async Task An_attached_client_talks_with_the_container(string protocol)
    {
        var ns = await cluster.NewNamespaceAsync(Ct);
        await cluster.RunPodAsync(ns, "a", Ct);
        using var socket = await cluster.Client.WebSocketNamespacedPodAttachAsync(
            "a",
            ns,
            "web",
            stdin: true,
            webSocketSubProtocol: protocol,
            cancellationToken: Ct
        );
        using var streams = new StreamDemuxer(socket);
        streams.Start();
        await using var io = streams.GetStream(ChannelIndex.StdOut, ChannelIndex.StdIn);

        await io.WriteAsync("hello"u8.ToArray(), Ct);
        var heard = new byte[5];
        await io.ReadExactlyAsync(heard, Ct);

        Assert.Equal("hello", Encoding.UTF8.GetString(heard));
    }

    [Fact]
    public async Task A_client_can_close_the_containers_input_and_gets_its_last_words()
    {
        var ns = await cluster.NewNamespaceAsync(Ct);
        await cluster.RunPodAsync(ns, "a", Ct);
        using var socket = await cluster.Client.WebSocketNamespacedPodAttachAsync(
            "a",
            ns,
            "web",
            stdin: true,
            webSocketSubProtocol: "v5.channel.k8s.io",
            cancellationToken: Ct
        );

        await socket.SendAsync("\0bye"u8.ToArray(), WebSocketMessageType.Binary, endOfMessage: true, Ct);
        await socket.SendAsync(new byte[] { 255, 0 }, WebSocketMessageType.Binary, endOfMessage: true, Ct);
        var messages = await ReadToCloseAsync(socket);

        Assert.Contains("\u0001bye", messages);
        Assert.Contains("\u0002warning", messages);
        Assert.Equal("\u0003{\"metadata\":{},\"status\":\"Success\"}", messages[^1]);
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

    private Task<V1Eviction> EvictAsync(string ns, string name) =>
        cluster.Client.CoreV1.CreateNamespacedPodEvictionAsync(
            new V1Eviction { Metadata = new() { Name = name } },
            name,
            ns,
            cancellationToken: Ct
        );

    private static async Task<List<string>> ReadToCloseAsync(WebSocket socket)
    {
        List<string> messages = [];
        var buffer = new byte[1024];
        while (await socket.ReceiveAsync(buffer, Ct) is { MessageType: not WebSocketMessageType.Close } received)
            messages.Add(Encoding.UTF8.GetString(buffer, 0, received.Count));
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, statusDescription: null, Ct);
        return messages;
    }
}
