using System.Text.Json.Nodes;
using ResilienceGate.Clusters;
using ResilienceGate.Core.Experiments;
using ResilienceGate.Faults.ChaosMesh;
using ResilienceGate.Tests.Clusters;
using ResilienceGate.Tests.Plans;

namespace ResilienceGate.Tests.Faults.ChaosMesh;

/// <summary>Every object that the gate creates passes the schema of the real custom resource, with nothing left over.</summary>
public sealed class ChaosSchemaTests(ApiCluster cluster) : IClassFixture<ApiCluster>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string> Kinds => [.. OwnFiles().Select(f => Path.GetFileNameWithoutExtension(f) ?? f)];

    [Theory]
    [InlineData(null)]
    [InlineData(1)]
    [InlineData(30)]
    public Task A_kill_passes(int? grace) =>
        PassesAsync(new Fault.PodKill(grace is { } g ? TimeSpan.FromSeconds(g) : null));

    public static TheoryData<string> Faults => [.. ChaosFaults.All.Keys];

    [Theory]
    [MemberData(nameof(Faults))]
    public Task A_fault_of_the_plan_passes(string fault) => PassesAsync(ChaosFaults.All[fault]);

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task An_object_of_the_users_own_passes(string file)
    {
        var manifest = ChaosManifest.Read(Path.Combine(Folder, $"{file}.yaml")).Value;
        Assert.NotNull(manifest);

        await PassesAsync(
            new Fault.ChaosMesh(
                manifest.Kind.Name,
                manifest.Spec.ToJsonString(),
                manifest.Namespace,
                TimeSpan.FromSeconds(20),
                MayReachOutside: false
            )
        );
    }

    [Theory]
    [InlineData("""{"action":"delay","delay":{"latency":500},"mode":"one"}""")]
    [InlineData("""{"action":"delay","delay":{"jitter":"1ms"},"mode":"one"}""")]
    [InlineData("""{"action":"delay","delay":{"latency":"1ms","latancy":"1ms"},"mode":"one"}""")]
    public async Task What_does_not_fit_the_schema_is_refused_so_that_the_others_prove_something(string spec)
    {
        Assert.SkipWhen(ChaosCrds.Folder is null, ChaosCrds.WhyNot);

        await Assert.ThrowsAsync<k8s.Autorest.HttpOperationException>(() => PassesAsync(Chaos.Network(spec)));
    }

    private static string Folder => Path.Combine(Samples.Folder, "chaos");

    private static string[] OwnFiles() => Directory.GetFiles(Folder, "*.yaml");

    private async Task PassesAsync(Fault fault)
    {
        Assert.SkipWhen(ChaosCrds.Folder is null, ChaosCrds.WhyNot);
        await ChaosCrds.InstallRealAsync(cluster.Client, Ct);
        var ns = cluster.NewNamespace();
        var spec = Assert.IsType<ChaosSpec>(ChaosSpec.Of(fault, pods: [], ns));
        var reference = new ChaosReference(spec.Kind.Name, ns, "resilience-gate-r1-000000");
        var labels = Labels.Metadata(reference.Name, ns, "r1", ChaosMeshInjector.Role).Labels;
        var manifest = spec.Manifest(reference, ["model-1", "model-2"], labels);
        var api = new ChaosApi(cluster.Client);

        await api.CreateAsync(reference, manifest, dryRun: true, Ct);
        await api.CreateAsync(reference, manifest, dryRun: false, Ct);

        // The API server drops what its schema does not know: everything must have been known.
        var kept = Assert.IsType<ChaosObject>(await api.FindAsync(reference, Ct)).Spec;
        Assert.All(Leaves(manifest["spec"], ""), leaf => Assert.Contains(leaf, Leaves(kept, "")));
    }

    private static IEnumerable<string> Leaves(JsonNode? node, string path) =>
        node switch
        {
            JsonObject o => o.SelectMany(p => Leaves(p.Value, $"{path}.{p.Key}")),
            JsonArray a => a.SelectMany((item, i) => Leaves(item, $"{path}[{i}]")),
            _ => [$"{path}={node?.ToJsonString()}"],
        };
}
