using System.Text.Json.Nodes;
using ResilienceGate.Faults.ChaosMesh;
using ResilienceGate.Journals;
using ResilienceGate.Rollbacks;
using ResilienceGate.Tests.Clusters;
using ResilienceGate.Tests.Faults.ChaosMesh;
using ResilienceGate.Tests.Journals;

namespace ResilienceGate.Tests.Rollbacks;

/// <summary>What drivers beside the gate have left: objects of Chaos Mesh, attacks of Gremlin.</summary>
public sealed class ChaosRollbackTests : IAsyncLifetime
{
    private readonly ApiCluster _cluster = new();
    private readonly LeapingClock _time = new();
    private readonly List<string> _said = [];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _cluster.InitializeAsync();

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task An_object_of_a_killed_gate_is_deleted_and_said_twice_nothing_changes()
    {
        var reference = await LeaveAsync();

        Assert.Equal(new RollbackResult(Faults: 1, Runs: 1), await RunAsync(ChaosTrap.None));
        Assert.Equal(RollbackResult.Nothing, await RunAsync(ChaosTrap.None));

        Assert.Null(await new ChaosApi(_cluster.Client).FindAsync(reference, Ct));
        Assert.Contains($"run r1: {reference} is recovered and gone", _said);
    }

    [Fact]
    public async Task An_object_that_was_intended_and_never_made_is_reverted()
    {
        await LeaveAsync(isMade: false);

        Assert.Equal(new RollbackResult(Faults: 1, Runs: 1), await RunAsync(ChaosTrap.None));
    }

    [Fact]
    public async Task An_object_that_cannot_be_recovered_fails_the_rollback_and_keeps_the_journal()
    {
        var reference = await LeaveAsync();
        // Chaos Mesh has injected it by the time.
        using (var looking = new FakeChaosMesh(_cluster.Client, ChaosTrap.None))
        {
            var api = new ChaosApi(_cluster.ConnectThrough(looking));
            await api.FindAsync(reference, Ct);
            await api.FindAsync(reference, Ct);
        }

        var error = await Assert.ThrowsAsync<GateException>(() => RunAsync(ChaosTrap.FailsToRecover));

        Assert.Contains("has gone without being recovered", error.Message, StringComparison.Ordinal);
        Assert.Single((await Journal.FindAsync(_cluster.Client, reference.Namespace, Ct)).Readable);
    }

    [Fact]
    public async Task An_attack_of_gremlin_cannot_be_halted_without_the_key_and_that_is_said()
    {
        var ns = _cluster.NewNamespace();
        var journal = await Journal.OpenAsync(_cluster.Client, ns, Documents.Of("r1", ns), Ct);
        await journal.BeginAttackAsync("4c1f", Ct);

        var error = await Assert.ThrowsAsync<GateException>(() => RunAsync(ChaosTrap.None));

        Assert.Contains(
            "halting Gremlin's attack 4c1f of run r1 needs its key",
            error.Message,
            StringComparison.Ordinal
        );
        Assert.Single((await Journal.FindAsync(_cluster.Client, ns, Ct)).Readable);
    }

    private Task<RollbackResult> RunAsync(ChaosTrap trap) =>
        new Rollback(_cluster.ConnectThrough(new FakeChaosMesh(_cluster.Client, trap)), _time, _said.Add).RunAsync(
            new RollbackScope(Namespace: null, Run: null, IsForced: false),
            Ct
        );

    private async Task<ChaosReference> LeaveAsync(bool isMade = true)
    {
        await ChaosCrds.InstallAsync(_cluster.Client, Ct);
        var ns = _cluster.NewNamespace();
        var reference = new ChaosReference("NetworkChaos", ns, "resilience-gate-r1-00000a");
        await Journal.OpenAsync(_cluster.Client, ns, Documents.Of("r1", ns, Documents.Chaos(1, reference)), Ct);
        if (isMade)
            await new ChaosApi(_cluster.Client).CreateAsync(
                reference,
                new JsonObject
                {
                    ["apiVersion"] = "chaos-mesh.org/v1alpha1",
                    ["kind"] = reference.Kind,
                    ["metadata"] = new JsonObject { ["name"] = reference.Name, ["namespace"] = ns },
                    ["spec"] = new JsonObject
                    {
                        ["selector"] = new JsonObject { ["pods"] = new JsonObject { [ns] = new JsonArray("model-1") } },
                    },
                },
                dryRun: false,
                Ct
            );
        return reference;
    }
}
