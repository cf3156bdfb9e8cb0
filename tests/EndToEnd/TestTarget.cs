using k8s;
using k8s.Models;
using ResilienceGate.Clusters;
using ResilienceGate.EmbeddedClusters;
using ResilienceGate.Faults.Nodes;
using ResilienceGate.Faults.PodFailure;
using ResilienceGate.Journals;
using ResilienceGate.Try;

namespace ResilienceGate.EndToEnd;

/// <summary>
/// A cluster with the sample recommender rolled out in it, shared by the tests of a collection. It is an embedded one,
/// or the one that RESILIENCE_GATE_TEST_KUBECONFIG names: a name of its own, so that nobody's everyday cluster is broken.
/// </summary>
public sealed class TestTarget : IAsyncLifetime
{
    public const string Namespace = "recommender";

    private readonly string _folder = Directory.CreateTempSubdirectory("resilience-gate-e2e-").FullName;
    private EmbeddedCluster? _embedded;

    /// <summary>By which the gate reaches the cluster: with the rights of <c>action/rbac</c>.</summary>
    public string Kubeconfig => Path.Combine(_folder, "kubeconfig");

    /// <summary>The cluster for its administrator.</summary>
    internal Kubernetes Cluster { get; private set; } = new(new KubernetesClientConfiguration { Host = "http://none" });

    public async ValueTask InitializeAsync()
    {
        var ct = TestContext.Current.CancellationToken;
        var administrator =
            Environment.GetEnvironmentVariable("RESILIENCE_GATE_TEST_KUBECONFIG") ?? await StartAsync(ct);
        Cluster = ClusterConnection.Open(new ClusterOptions(administrator, null));
        await SampleFiles.WriteAsync(_folder, ["requests.jsonl"], ct);
        await new SampleRollout(Cluster).CreateAsync(ct);
        await new GateAccount(Cluster).WriteKubeconfigAsync(administrator, Kubeconfig, ct);
    }

    public async ValueTask DisposeAsync()
    {
        if (_embedded is null)
        {
            await new GateAccount(Cluster).DeleteAsync(CancellationToken.None);
            await Cluster.CoreV1.DeleteNamespaceAsync(Namespace, cancellationToken: CancellationToken.None);
        }
        else
            await _embedded.DisposeAsync();
        Cluster.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Where the embedded cluster keeps its state; null on a cluster of one's own.</summary>
    public string? State => _embedded is null ? null : Folder.State;

    /// <summary>Whether its pods have network and limits of their own.</summary>
    public bool IsIsolated => _embedded is null || Environment.IsPrivilegedProcess;

    /// <summary>Writes a plan with these experiments beside the requests.</summary>
    public async Task<string> PlanAsync(
        string name,
        string experiments,
        string model = "recommender",
        string guard = "required"
    )
    {
        var path = Path.Combine(_folder, $"{name}.yaml");
        var plan = $$"""
            target: { namespace: recommender, workload: deployment/recommender, service: "recommender:8080" }
            probe: { protocol: open-inference-v2, model: {{model}}, rate: 50/s, requests: requests.jsonl }
            oracle: { kind: ranking, top: 10, overlap: 0.99 }
            agent: { guard: {{guard}} }
            steady-state: { for: 5s }
            baseline: { store: file, path: {{name}}.json }
            experiments:
            {{experiments}}
            """;
        await File.WriteAllTextAsync(path, plan, TestContext.Current.CancellationToken);
        return path;
    }

    /// <summary>What the gate leaves in a cluster when something is wrong; empty when nothing is.</summary>
    internal async Task<IReadOnlyList<string>> LeftoversAsync()
    {
        var ct = TestContext.Current.CancellationToken;
        var nodes = await Cluster.CoreV1.ListNodeAsync(cancellationToken: ct);
        var maps = await Cluster.CoreV1.ListNamespacedConfigMapAsync(
            Namespace,
            labelSelector: Ours,
            cancellationToken: ct
        );
        var pods = await Cluster.CoreV1.ListNamespacedPodAsync(Namespace, cancellationToken: ct);
        var jobs = await Cluster.BatchV1.ListNamespacedJobAsync(Namespace, cancellationToken: ct);
        var leases = await Cluster.CoordinationV1.ListNamespacedLeaseAsync(Namespace, cancellationToken: ct);
        return
        [
            .. nodes.Items.Where(n => n.Spec.Unschedulable is true).Select(n => $"node {n.Name()} is cordoned"),
            .. nodes
                .Items.Where(n => n.GetAnnotation(Labels.CordonedBy) is not null)
                .Select(n => $"node {n.Name()} is marked"),
            .. nodes.Items.Where(NodeTaint.IsOn).Select(n => $"node {n.Name()} is tainted"),
            .. pods.Items.Where(p => ImageSwap.RunOf(p) is not null).Select(p => $"pod {p.Name()} has another image"),
            .. maps.Items.Select(m => $"ConfigMap {m.Name()}"),
            .. jobs.Items.Select(j => $"Job {j.Name()}"),
            .. leases.Items.Select(l => $"Lease {l.Name()}"),
        ];
    }

    /// <summary>Returns when the gate has cordoned a node; fails when it ends before.</summary>
    internal async Task CordonedAsync(GateProcess gate)
    {
        while (!(await LeftoversAsync()).Any(l => l.EndsWith("is cordoned", StringComparison.Ordinal)))
        {
            if (gate.HasEnded)
                Assert.Fail((await gate.EndAsync()).Text);
            await Task.Delay(TimeSpan.FromMilliseconds(50), TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Whether a gate has written a fault down.</summary>
    internal async Task<bool> HasBegunAsync() =>
        (await Journal.FindAsync(Cluster, Namespace, TestContext.Current.CancellationToken)).Readable.Any(j =>
            j.Document.Entries.Count > 0
        );

    /// <summary>Returns when an agent runs in a pod; fails when the gate ends before.</summary>
    internal async Task HasAgentAsync(GateProcess gate)
    {
        while ((await AgentsAsync()).Count == 0)
        {
            if (gate.HasEnded)
                Assert.Fail((await gate.EndAsync()).Text);
            await Task.Delay(TimeSpan.FromMilliseconds(50), TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Returns when no agent runs in any pod: one that has answered is about to end.</summary>
    internal async Task AgentsEndedAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while ((await AgentsAsync()).Count > 0)
            await Task.Delay(TimeSpan.FromMilliseconds(50), limit.Token);
    }

    private async Task<IReadOnlyList<string>> AgentsAsync()
    {
        var pods = await Cluster.CoreV1.ListNamespacedPodAsync(
            Namespace,
            cancellationToken: TestContext.Current.CancellationToken
        );
        return
        [
            .. pods.Items.SelectMany(p =>
                (p.Status.EphemeralContainerStatuses ?? [])
                    .Where(s => s.State?.Terminated is null)
                    .Select(s => $"agent {s.Name} in {p.Name()}")
            ),
        ];
    }

    /// <summary>Returns when nothing is left but the guard that has seen to it, which goes by its time to live.</summary>
    internal async Task RevertedByGuardAsync()
    {
        while ((await LeftoversAsync()).Any(l => !l.StartsWith("Job resilience-gate-guard-", StringComparison.Ordinal)))
            await Task.Delay(TimeSpan.FromMilliseconds(250), TestContext.Current.CancellationToken);
        await Cluster.BatchV1.DeleteCollectionNamespacedJobAsync(
            Namespace,
            propagationPolicy: "Background",
            cancellationToken: TestContext.Current.CancellationToken
        );
    }

    private ClusterFolder Folder => new(Path.Combine(_folder, "cluster"));

    private static string Ours => $"{Labels.ManagedBy}={Labels.Product}";

    private async Task<string> StartAsync(CancellationToken ct)
    {
        _embedded = await EmbeddedCluster.StartAsync(new EmbeddedClusterOptions(3, Folder, false), ct);
        return _embedded.Kubeconfig;
    }
}
