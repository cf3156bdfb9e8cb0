using System.Net;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Logging.Abstractions;
using ResilienceGate.Leases;
using ResilienceGate.Tests.Clusters;

namespace ResilienceGate.Tests.Leases;

public sealed class TargetLeaseTests(ApiCluster cluster) : IClassFixture<ApiCluster>
{
    private const string Name = "resilience-gate-deployment-model";

    private static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(4);

    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan RenewWithin = TimeSpan.FromSeconds(3);

    private readonly SteppedClock _time = new();
    private readonly string _ns = cluster.NewNamespace();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_second_run_is_refused_by_one_that_renews_its_lease_and_told_to_wait()
    {
        await using var held = await AcquireAsync("first");

        var second = AcquireAsync("second");
        await StepAsync(second, TargetLease.Duration);
        var refusal = await Assert.ThrowsAsync<GateException>(() => second);

        Assert.Contains("Run first is under way on this target", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("rollback", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_gates_at_the_very_same_moment_one_is_refused()
    {
        using var faults = new ApiFaults();
        faults.Before(HttpMethod.Post, "/leases", () => Put("other", _time.GetUtcNow()));

        var refusal = await Assert.ThrowsAsync<GateException>(() => AcquireAsync("mine", cluster.Connect(faults)));

        Assert.Contains("at this very moment", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("other", Holder());
    }

    [Theory]
    [InlineData(-3600)]
    [InlineData(0)]
    [InlineData(3600)]
    public async Task A_lease_that_stands_still_for_its_duration_is_taken_over_whatever_its_holders_clock_said(
        int ahead
    )
    {
        Put("killed", _time.GetUtcNow() + TimeSpan.FromSeconds(ahead));

        var taking = AcquireAsync("next");
        await StepAsync(taking, TargetLease.Duration - TimeSpan.FromSeconds(1));
        Assert.Equal("killed", Holder());
        await StepAsync(taking, TimeSpan.FromSeconds(1));
        await using var lease = await taking;

        Assert.Equal("next", Holder());
        Assert.Equal("next", Find()?.GetLabel(ResilienceGate.Clusters.Labels.Run));
    }

    [Theory]
    [InlineData(-3600)]
    [InlineData(3600)]
    public async Task A_gate_that_renews_its_lease_is_alive_whatever_its_clock_says(int ahead)
    {
        Put("other", _time.GetUtcNow() + TimeSpan.FromSeconds(ahead));

        var taking = AcquireAsync("next");
        await StepAsync(taking, TimeSpan.FromSeconds(10));
        cluster.Objects.Leases.Change(_ns, Name, l => l.Spec.RenewTime += RenewEvery);
        await StepAsync(taking, TimeSpan.FromSeconds(1));

        await Assert.ThrowsAsync<GateException>(() => taking);
        Assert.Equal("other", Holder());
    }

    [Fact]
    public async Task A_lease_that_is_given_free_meanwhile_is_taken_at_once()
    {
        var first = await AcquireAsync("first");

        var second = AcquireAsync("second");
        await first.DisposeAsync();
        await StepAsync(second, TimeSpan.FromSeconds(1));

        await using var lease = await second;
        Assert.Equal("second", Holder());
    }

    [Fact]
    public async Task A_held_lease_is_renewed_and_outlives_its_duration()
    {
        await using var held = await AcquireAsync("first");
        var acquired = RenewTime();

        for (var renewal = 0; renewal < 4; renewal++)
            await _time.EndWaitAsync(RenewEvery, Ct);
        await _time.SeeWaitAsync(RenewEvery, Ct);

        Assert.Equal(acquired + (4 * RenewEvery), RenewTime());
        Assert.False(held.Ended.IsCompleted);
        Assert.True(held.IsHeld());
    }

    [Fact]
    public async Task A_gate_whose_lease_was_taken_is_told_and_deletes_nothing()
    {
        var held = await AcquireAsync("first");

        cluster.Objects.Leases.Change(_ns, Name, l => l.Spec.HolderIdentity = "second");
        _time.Advance(TimeSpan.FromSeconds(4));
        await Assert.ThrowsAsync<GateException>(() => held.Ended.WaitAsync(Ct));
        await held.DisposeAsync();

        Assert.Equal("second", Holder());
    }

    [Fact]
    public async Task A_gate_whose_lease_was_deleted_is_told_too()
    {
        await using var held = await AcquireAsync("first");

        cluster.Objects.Leases.Delete(Assert.IsType<V1Lease>(Find()));
        _time.Advance(TimeSpan.FromSeconds(4));

        var lost = await Assert.ThrowsAsync<GateException>(() => held.Ended.WaitAsync(Ct));
        Assert.Contains("on the target was deleted:", lost.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_renewal_that_failed_is_made_up_for_by_the_next_one()
    {
        using var faults = new ApiFaults();
        await using var held = await AcquireAsync("first", cluster.Connect(faults));
        faults.Refuse(HttpMethod.Put, "/leases/", HttpStatusCode.InternalServerError, "etcd", times: 1);
        faults.Disconnect(HttpMethod.Put, "/leases/", times: 1);
        var acquired = RenewTime();

        await _time.EndWaitAsync(RenewEvery, Ct);
        await _time.EndWaitAsync(RenewEvery, Ct);
        await _time.EndWaitAsync(RenewEvery, Ct);
        await _time.SeeWaitAsync(RenewEvery, Ct);

        Assert.Equal(acquired + (3 * RenewEvery), RenewTime());
        Assert.False(held.Ended.IsCompleted);
        Assert.True(held.IsHeld());
    }

    [Fact]
    public async Task A_renewal_that_hangs_is_given_up_and_made_up_for_by_the_next_one()
    {
        using var faults = new ApiFaults();
        await using var held = await AcquireAsync("first", cluster.Connect(faults));
        var swallowed = faults.Hang(HttpMethod.Put, "/leases/", times: 1);
        var acquired = RenewTime();

        await _time.EndWaitAsync(RenewEvery, Ct);
        await swallowed.WaitAsync(Ct);
        await _time.EndWaitAsync(RenewWithin, Ct);
        await _time.EndWaitAsync(RenewEvery, Ct);
        await _time.SeeWaitAsync(RenewEvery, Ct);

        Assert.Equal(acquired + (2 * RenewEvery) + RenewWithin, RenewTime());
        Assert.False(held.Ended.IsCompleted);
        Assert.True(held.IsHeld());
    }

    [Fact]
    public async Task A_renewal_whose_answer_was_lost_is_taken_up_again()
    {
        await using var held = await AcquireAsync("first");
        cluster.Objects.Leases.Change(_ns, Name, l => l.Spec.RenewTime = _time.GetUtcNow().UtcDateTime);
        var acquired = RenewTime();

        await _time.EndWaitAsync(RenewEvery, Ct);
        await _time.EndWaitAsync(RenewEvery, Ct);

        Assert.True(RenewTime() >= acquired + RenewEvery);
        Assert.False(held.Ended.IsCompleted);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_gate_that_cannot_renew_its_lease_gives_up_when_it_lapses(bool hangs)
    {
        using var faults = new ApiFaults();
        await using var held = await AcquireAsync("first", cluster.Connect(faults));
        if (hangs)
            _ = faults.Hang(HttpMethod.Put, "/leases/");
        else
            faults.Refuse(HttpMethod.Put, "/leases/", HttpStatusCode.InternalServerError, "etcd");

        var began = _time.GetUtcNow();
        while (!held.Ended.IsCompleted)
        {
            Assert.True(_time.GetUtcNow() - began <= TargetLease.Duration + TimeSpan.FromSeconds(1));
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Ct);
        }

        var lost = await Assert.ThrowsAsync<GateException>(() => held.Ended);
        Assert.Contains("could not be renewed for 15 s", lost.Message, StringComparison.Ordinal);
        Assert.False(held.IsHeld());
    }

    [Fact]
    public async Task A_successor_that_took_the_same_object_over_keeps_it()
    {
        var held = await AcquireAsync("first");
        cluster.Objects.Leases.Change(_ns, Name, l => l.Spec.HolderIdentity = "second");

        await held.DisposeAsync();

        Assert.Equal("second", Holder());
    }

    [Fact]
    public async Task A_released_lease_is_gone()
    {
        await (await AcquireAsync("first")).DisposeAsync();

        Assert.Null(Find());
    }

    [Fact]
    public async Task Only_the_lease_that_was_acquired_is_released()
    {
        var held = await AcquireAsync("first");
        cluster.Objects.Leases.Delete(Assert.IsType<V1Lease>(Find()));
        Put("second", _time.GetUtcNow());

        await held.DisposeAsync();

        Assert.Equal("second", Holder());
    }

    [Fact]
    public async Task A_cluster_that_does_not_answer_holds_no_release_up_for_ever()
    {
        using var faults = new ApiFaults();
        var held = await AcquireAsync("first", cluster.Connect(faults));
        var waits = faults.Hang(HttpMethod.Delete, "/leases/");

        var release = held.DisposeAsync().AsTask();
        await waits.WaitAsync(Ct);
        _time.Advance(TimeSpan.FromSeconds(5));
        await release.WaitAsync(Ct);

        Assert.Equal("first", Holder());
    }

    /// <summary>Lets time pass for somebody who watches a lease, one look after the other.</summary>
    private async Task StepAsync(Task watching, TimeSpan along)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        for (var passed = TimeSpan.Zero; passed < along && !watching.IsCompleted; passed += Look)
            await Task.WhenAny(watching, _time.EndWaitAsync(Look, over.Token));
        await over.CancelAsync();
    }

    private Task<TargetLease> AcquireAsync(string run, IKubernetes? client = null) =>
        TargetLease.AcquireAsync(client ?? cluster.Client, _ns, Name, run, _time, NullLogger.Instance, Ct);

    private void Put(string holder, DateTimeOffset renewed) =>
        cluster.Objects.Leases.Create(
            new V1Lease
            {
                Metadata = new V1ObjectMeta { Name = Name, NamespaceProperty = _ns },
                Spec = new V1LeaseSpec
                {
                    HolderIdentity = holder,
                    AcquireTime = renewed.UtcDateTime,
                    RenewTime = renewed.UtcDateTime,
                    LeaseDurationSeconds = (int)TargetLease.Duration.TotalSeconds,
                },
            }
        );

    private V1Lease? Find() => cluster.Objects.Leases.Find(_ns, Name);

    private string? Holder() => Find()?.Spec.HolderIdentity;

    private DateTime? RenewTime() => Find()?.Spec.RenewTime;
}
