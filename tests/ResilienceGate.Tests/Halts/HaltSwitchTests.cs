using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using ResilienceGate.Halts;
using ResilienceGate.Tests.Clusters;

namespace ResilienceGate.Tests.Halts;

public sealed class HaltSwitchTests(ApiCluster cluster) : IClassFixture<ApiCluster>, IDisposable
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(2);

    private readonly SteppedClock _time = new();
    private readonly ApiFaults _faults = new();
    private readonly string _ns = cluster.NewNamespace();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _faults.Dispose();

    [Fact]
    public async Task Without_a_switch_gates_run()
    {
        await Switch().RefuseAsync(Ct);
    }

    [Fact]
    public async Task Who_may_not_read_the_switch_for_all_targets_is_not_held_up_by_it()
    {
        _faults.Refuse(HttpMethod.Get, $"/namespaces/{HaltSwitch.ForAll}/", HttpStatusCode.Forbidden, "forbidden");

        await Switch().RefuseAsync(Ct);
    }

    [Fact]
    public async Task A_switch_for_all_targets_halts_the_gate_of_each()
    {
        await using var own = await ApiCluster.StartAsync();
        own.AddNamespace(HaltSwitch.ForAll);
        HaltSwitches.Throw(own, HaltSwitch.ForAll);

        var halt = await Assert.ThrowsAsync<GateException>(() =>
            new HaltSwitch(own.Client, own.NewNamespace(), _time, NullLogger.Instance).RefuseAsync(Ct)
        );

        Assert.Contains(
            "`kubectl -n resilience-gate delete configmap resilience-gate-halt`",
            halt.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_switch_that_is_thrown_during_a_run_ends_it()
    {
        var watching = Switch().WatchAsync(Ct);
        await _time.EndWaitAsync(Poll, Ct);
        await _time.SeeWaitAsync(Poll, Ct);

        HaltSwitches.Throw(cluster, _ns, "enough");
        _time.Advance(Poll);

        var halt = await Assert.ThrowsAsync<GateException>(() => watching.WaitAsync(Ct));
        Assert.Contains("(enough)", halt.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_switch_that_cannot_be_read_for_a_while_is_read_again()
    {
        _faults.Disconnect(HttpMethod.Get, $"/configmaps/{HaltSwitch.Name}", times: 1);
        var watching = Switch().WatchAsync(Ct);
        await _time.EndWaitAsync(Poll, Ct);
        await _time.SeeWaitAsync(Poll, Ct);
        HaltSwitches.Throw(cluster, _ns);
        _time.Advance(Poll);

        await Assert.ThrowsAsync<GateException>(() => watching.WaitAsync(Ct));
    }

    private HaltSwitch Switch() => new(cluster.Connect(_faults), _ns, _time, NullLogger.Instance);
}
