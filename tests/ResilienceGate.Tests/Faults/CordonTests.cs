using k8s.Models;
using ResilienceGate.Faults;
using ResilienceGate.Faults.Nodes;
using ResilienceGate.Tests.Clusters;

namespace ResilienceGate.Tests.Faults;

public sealed class CordonTests(ApiCluster cluster) : IClassFixture<ApiCluster>, IAsyncLifetime
{
    private static readonly string Node = $"node-{Guid.NewGuid():N}";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        cluster.AddNode(Node);
        return default;
    }

    public ValueTask DisposeAsync()
    {
        if (cluster.Objects.Nodes.Find(null, Node) is { } node)
            cluster.Objects.Nodes.Delete(node);
        return default;
    }

    [Fact]
    public async Task A_node_that_somebody_else_closed_is_left_as_it_is()
    {
        var cordon = new Cordon(cluster.Client);
        await cordon.CloseAsync(Node, "other", Ct);

        Assert.Null(await cordon.OpenAsync(Node, "r1", Ct));
        Assert.Equal((true, "other"), State());
    }

    [Fact]
    public async Task A_node_that_stays_closed_is_an_error_that_names_the_command()
    {
        using var faults = new ApiFaults();
        var cordon = new Cordon(cluster.Connect(faults));
        await cordon.CloseAsync(Node, "r1", Ct);
        // Another controller closes it again, between the patch and the reading that proves it.
        faults.Before(HttpMethod.Get, $"/nodes/{Node}", () => { });
        faults.Before(
            HttpMethod.Get,
            $"/nodes/{Node}",
            () => cluster.Objects.Nodes.Change(null, Node, n => n.Spec.Unschedulable = true)
        );

        var error = await Assert.ThrowsAsync<GateException>(() => cordon.OpenAsync(Node, "r1", Ct));

        Assert.Contains($"kubectl uncordon {Node}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_close_that_commits_between_the_look_and_the_fence_of_an_opening_is_undone()
    {
        using var faults = new ApiFaults();
        var late = new AimedNode(Node, Find().ResourceVersion());
        // The opening has seen the node as it was before.
        faults.Before(
            HttpMethod.Patch,
            "/nodes/",
            () =>
                cluster.Objects.Nodes.Change(
                    null,
                    Node,
                    n =>
                    {
                        n.Spec.Unschedulable = true;
                        n.SetAnnotation(ResilienceGate.Clusters.Labels.CordonedBy, "r1");
                    }
                )
        );

        Assert.NotNull(await new Cordon(cluster.Connect(faults)).OpenAsync(Node, "r1", Ct));

        Assert.Equal((false, null), State());
        await Assert.ThrowsAsync<InjectionRefusedException>(() =>
            new Cordon(cluster.Client).CloseAsync(late, "r1", Ct)
        );
    }

    [Fact]
    public async Task A_rollback_that_has_come_and_gone_keeps_a_close_out_that_was_aimed_before_it()
    {
        var aimed = new AimedNode(Node, Find().ResourceVersion());

        Assert.Null(await new Cordon(cluster.Client).OpenAsync(Node, "r1", Ct));

        await Assert.ThrowsAsync<InjectionRefusedException>(() =>
            new Cordon(cluster.Client).CloseAsync(aimed, "r1", Ct)
        );
        Assert.Equal((false, null), State());
    }

    private V1Node Find() => Assert.IsType<V1Node>(cluster.Objects.Nodes.Find(null, Node));

    private (bool Closed, string? By) State() => (Find().Spec.Unschedulable is true, Cordon.RunOf(Find()));
}
