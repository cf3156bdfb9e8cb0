using System.Net;
using System.Text.Json.Nodes;
using ResilienceGate.Clusters;
using ResilienceGate.Core.Experiments;
using ResilienceGate.Faults.ChaosMesh;
using ResilienceGate.Plans;
using ResilienceGate.Tests.Clusters;
using ResilienceGate.Tests.Plans;

namespace ResilienceGate.Tests.Faults.ChaosMesh;

/// <summary>What is installed concerns the whole cluster: each test has one of its own.</summary>
public sealed class ChaosInstallationTests : IAsyncLifetime
{
    private readonly ApiCluster _cluster = new();
    private readonly ApiFaults _faults = new();
    private string _namespace = "";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _cluster.InitializeAsync();
        _namespace = _cluster.NewNamespace();
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        _faults.Dispose();
    }

    [Fact]
    public async Task Where_chaos_mesh_is_not_installed_a_plan_that_needs_it_is_told_how_to_install_it()
    {
        var error = await RefusedAsync(Chaos.Of(Chaos.Network()));

        Assert.Contains("needs NetworkChaos, and Chaos Mesh is not installed", error.Message, StringComparison.Ordinal);
        Assert.Contains("helm install chaos-mesh chaos-mesh/chaos-mesh", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_chaos_mesh_is_not_installed_another_plan_is_not_held_up() =>
        await CheckAsync(Drills.Kill());

    [Fact]
    public async Task A_kind_that_this_chaos_mesh_does_not_have_is_named()
    {
        await ChaosCrds.InstallAsync(_cluster.Client, Ct);

        var error = await RefusedAsync(
            Chaos.Of(new Fault.ChaosMesh("BlockChaos", """{"mode":"one"}""", null, TimeSpan.FromSeconds(9), false))
        );

        Assert.Contains(
            "needs BlockChaos, and this Chaos Mesh does not have it",
            error.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task An_object_that_the_cluster_would_refuse_is_found_before_the_run_and_nothing_is_kept()
    {
        await ChaosCrds.InstallAsync(_cluster.Client, Ct);
        await CheckAsync(Chaos.Of(Chaos.Network()));
        _faults.Refuse(HttpMethod.Post, "/networkchaos?dryRun=All", HttpStatusCode.Forbidden, "denied by a webhook");

        var error = await RefusedAsync(Chaos.Of(Chaos.Network()));

        Assert.EndsWith("denied by a webhook", error.Message, StringComparison.Ordinal);
        Assert.Empty(await new ChaosApi(_cluster.Client).ListAsync(ChaosKind.Network, ns: null, Ct));
    }

    [Theory]
    [InlineData(true, "It is of run r9: `resilience-gate rollback --run r9`")]
    [InlineData(false, "It is somebody else's")]
    public async Task An_object_at_work_on_the_target_refuses_the_start_and_is_named(bool isOurs, string says)
    {
        await LeaveAsync(_namespace, "{}", isOurs);

        var error = await RefusedAsync(Drills.Kill());

        Assert.StartsWith($"NetworkChaos {_namespace}/left is at work", error.Message, StringComparison.Ordinal);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.Contains($"kubectl -n {_namespace} delete networkchaos left", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_object_of_another_namespace_that_selects_in_the_targets_refuses_the_start()
    {
        var other = _cluster.NewNamespace();
        await LeaveAsync(other, $$"""{"namespaces":["{{_namespace}}"]}""", isOurs: false);

        Assert.StartsWith(
            $"NetworkChaos {other}/left",
            (await RefusedAsync(Drills.Kill())).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task An_object_that_stays_in_another_namespace_refuses_nobody()
    {
        await LeaveAsync(_cluster.NewNamespace(), "{}", isOurs: false);

        await CheckAsync(Drills.Kill());
    }

    [Theory]
    [InlineData("""{"conditions":[{"type":"AllRecovered","status":"True"}]}""", true)]
    [InlineData(
        """{"conditions":[{"type":"AllRecovered","status":"True"}],"experiment":{"containerRecords":[{"id":"n/p","injectedCount":0,"recoveredCount":0}]}}""",
        true
    )]
    [InlineData(
        """{"conditions":[{"type":"AllRecovered","status":"True"}],"experiment":{"containerRecords":[{"id":"n/p","injectedCount":1,"recoveredCount":1},{"id":"n/q","injectedCount":1,"recoveredCount":0}]}}""",
        true
    )]
    [InlineData(
        """{"conditions":[{"type":"AllRecovered","status":"True"}],"experiment":{"containerRecords":[{"id":"n/p","injectedCount":1,"recoveredCount":1}]}}""",
        false
    )]
    public async Task An_object_is_at_work_until_each_of_its_records_was_injected_and_recovered(
        string status,
        bool isActive
    )
    {
        await LeaveAsync(_namespace, "{}", isOurs: false, status);

        if (isActive)
            await RefusedAsync(Drills.Kill());
        else
            await CheckAsync(Drills.Kill());
    }

    [Fact]
    public async Task Who_may_not_look_into_all_namespaces_looks_into_the_targets()
    {
        await LeaveAsync(_namespace, "{}", isOurs: false);
        _faults.Refuse(HttpMethod.Get, "/v1alpha1/networkchaos", HttpStatusCode.Forbidden, "forbidden");

        await RefusedAsync(Drills.Kill());
    }

    private async Task LeaveAsync(string ns, string selector, bool isOurs, string? status = null)
    {
        await ChaosCrds.InstallAsync(_cluster.Client, Ct);
        var reference = new ChaosReference("NetworkChaos", ns, "left");
        var manifest = new JsonObject
        {
            ["apiVersion"] = "chaos-mesh.org/v1alpha1",
            ["kind"] = reference.Kind,
            ["metadata"] = new JsonObject
            {
                ["name"] = reference.Name,
                ["namespace"] = ns,
                ["labels"] = isOurs
                    ? new JsonObject { [Labels.ManagedBy] = Labels.Product, [Labels.Run] = "r9" }
                    : new JsonObject(),
            },
            ["spec"] = new JsonObject { ["action"] = "delay", ["selector"] = JsonNode.Parse(selector) },
        };
        if (status is not null)
            manifest["status"] = JsonNode.Parse(status);
        await new ChaosApi(_cluster.Client).CreateAsync(reference, manifest, dryRun: false, Ct);
    }

    private Task CheckAsync(Experiment experiment) =>
        new ChaosInstallation(_cluster.Connect(_faults)).RequireAsync(PlanOf(experiment), Ct);

    private Task<GateException> RefusedAsync(Experiment experiment) =>
        Assert.ThrowsAsync<GateException>(() => CheckAsync(experiment));

    private Plan PlanOf(Experiment experiment)
    {
        var plan = Samples.Read(Samples.Minimal);
        return plan with { Target = plan.Target with { Namespace = _namespace }, Experiments = [experiment] };
    }
}
