using ResilienceGate.Targets;
using ResilienceGate.Tests.Clusters;

namespace ResilienceGate.Tests.Targets;

public sealed class NodeClassTests : IAsyncLifetime
{
    private readonly ApiCluster _cluster = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _cluster.InitializeAsync();

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task It_is_that_of_the_nodes_that_the_target_runs_on()
    {
        AddNode("n1", "arm64", "m7g.large");
        AddNode("n2", "arm64", "m7g.large");
        AddNode("other", "amd64", "m7i.large");

        Assert.Equal("arm64 m7g.large", await OfAsync("n1", "n2"));
    }

    [Fact]
    public async Task Several_instance_types_are_one_class()
    {
        AddNode("n1", "amd64", "m7i.large");
        AddNode("n2", "amd64", "m6i.large");

        Assert.Equal("amd64 mixed", await OfAsync("n1", "n2"));
    }

    [Fact]
    public async Task Nodes_without_an_instance_type_are_known_by_their_architecture()
    {
        AddNode("n1", "amd64", type: null);
        AddNode("n2", "arm64", type: null);

        Assert.Equal("amd64+arm64", await OfAsync("n1", "n2"));
    }

    [Fact]
    public async Task Pods_that_go_or_have_ended_do_not_count()
    {
        AddNode("n1", "amd64", type: null);
        AddNode("n2", "arm64", type: null);
        AddNode("n3", "s390x", type: null);
        var target = TestTarget.Create(_cluster, 3, "n1", "n2", "n3");
        var going = target.Find("model-2");
        Assert.NotNull(going);
        _cluster.Objects.Pods.Delete(going, TimeSpan.FromSeconds(30));
        _cluster.Objects.Pods.ChangeStatus(target.Namespace, "model-3", pod => pod.Status.Phase = "Failed");

        Assert.Equal("amd64", await new NodeClass(_cluster.Client).OfAsync(target.Target, Ct));
    }

    [Fact]
    public async Task Pods_that_have_no_node_say_so() => Assert.Equal("none yet", await OfAsync(""));

    private Task<string> OfAsync(params string[] nodes) =>
        new NodeClass(_cluster.Client).OfAsync(TestTarget.Create(_cluster, 2, nodes).Target, Ct);

    private void AddNode(string name, string architecture, string? type)
    {
        _cluster.AddNode(name);
        _cluster.Objects.Nodes.Change(
            ns: null,
            name,
            node =>
            {
                node.Metadata.Labels = new Dictionary<string, string> { ["kubernetes.io/arch"] = architecture };
                if (type is not null)
                    node.Metadata.Labels["node.kubernetes.io/instance-type"] = type;
            }
        );
    }
}
