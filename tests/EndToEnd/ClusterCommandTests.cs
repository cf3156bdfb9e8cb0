using k8s;
using ResilienceGate.Clusters;
using ResilienceGate.EmbeddedClusters;

namespace ResilienceGate.EndToEnd;

/// <summary><c>cluster</c>, as its users call it.</summary>
public sealed class ClusterCommandTests : IAsyncLifetime
{
    private readonly TestFolder _home = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await RunAsync("down");
        _home.Dispose();
    }

    [Fact]
    public async Task A_cluster_comes_up_in_the_background_and_says_so()
    {
        var up = await RunAsync("up", "--nodes", "2");

        Assert.Equal(0, up.ExitCode);
        Assert.Contains(Kubeconfig, up.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("shortened", up.Text, StringComparison.Ordinal);
        using var cluster = Connect();
        Assert.Equal(2, (await cluster.CoreV1.ListNodeAsync(cancellationToken: Ct)).Items.Count);
    }

    [Fact]
    public async Task Shortened_node_timeouts_are_said_on_start_and_afterwards()
    {
        const string Said =
            "node timeouts are shortened: a silent node is noticed after 5 s, and its pods are evicted after 5 s more";

        Assert.Contains(Said, (await RunAsync("up", "--timings", "fast")).Text, StringComparison.Ordinal);
        Assert.Contains(Said, (await RunAsync("status")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_cluster_of_the_name_is_refused_and_the_first_one_left_alone()
    {
        await RunAsync("up", "--nodes", "1");

        var second = await RunAsync("up");

        Assert.Equal(ExitCodes.Error, second.ExitCode);
        Assert.Contains("is up already, with 1 nodes", second.Text, StringComparison.Ordinal);
        Assert.Contains("node-1", (await RunAsync("status")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_power_of_a_node_can_be_cut_and_given_back()
    {
        await RunAsync("up", "--nodes", "2");

        Assert.Equal(0, (await RunAsync("node", "stop", "node-2")).ExitCode);
        Assert.Matches("node-2 +off", (await RunAsync("status")).Text);

        Assert.Equal(0, (await RunAsync("node", "start", "node-2")).ExitCode);
        Assert.Matches("node-2 +on", (await RunAsync("status")).Text);
    }

    [Fact]
    public async Task A_node_that_is_not_there_is_an_error_that_names_those_that_are()
    {
        await RunAsync("up", "--nodes", "2");

        var stopped = await RunAsync("node", "stop", "node-9");

        Assert.Equal(ExitCodes.Error, stopped.ExitCode);
        Assert.Contains(
            "There is no node node-9; the nodes are node-1, node-2.",
            stopped.Text,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_cluster_that_was_ended_is_no_more()
    {
        await RunAsync("up", "--nodes", "1");

        Assert.Equal(0, (await RunAsync("down")).ExitCode);

        var status = await RunAsync("status");
        Assert.Equal(ExitCodes.Error, status.ExitCode);
        Assert.Contains("`resilience-gate cluster up` brings one up", status.Text, StringComparison.Ordinal);
    }

    private string Kubeconfig =>
        new ClusterFolder(Path.Combine(_home.Path, "resilience-gate", "clusters", "default")).Kubeconfig;

    private Kubernetes Connect() => ClusterConnection.Open(new ClusterOptions(Kubeconfig, null));

    private async Task<GateOutput> RunAsync(params string[] arguments)
    {
        using var gate = GateProcess.Start(
            ["cluster", .. arguments],
            new Dictionary<string, string> { ["XDG_STATE_HOME"] = _home.Path }
        );
        return await gate.EndAsync();
    }
}
