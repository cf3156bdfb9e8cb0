using System.Net;
using k8s.Models;
using ResilienceGate.Leases;
using ResilienceGate.Tests.Clusters;

namespace ResilienceGate.Tests.Leases;

public sealed class LeaseRenewalTests(ApiCluster cluster) : LeaseBench(cluster)
{
    private static readonly TimeSpan RenewWithin = TimeSpan.FromSeconds(3);

    [Fact]
    public async Task A_held_lease_is_renewed_and_outlives_its_duration()
    {
        await using var held = await AcquireAsync("first");
        var acquired = RenewTime();

        for (var renewal = 0; renewal < 4; renewal++)
            await Time.EndWaitAsync(RenewEvery, Ct);
        await Time.SeeWaitAsync(RenewEvery, Ct);

        Assert.Equal(acquired + (4 * RenewEvery), RenewTime());
        Assert.False(held.Ended.IsCompleted);
        Assert.True(held.IsHeld());
    }

    [Fact]
    public async Task A_gate_whose_lease_was_taken_is_told_and_deletes_nothing()
    {
        var held = await AcquireAsync("first");

        Cluster.Objects.Leases.Change(Namespace, Name, l => l.Spec.HolderIdentity = "second");
        Time.Advance(TimeSpan.FromSeconds(4));
        await Assert.ThrowsAsync<GateException>(() => held.Ended.WaitAsync(Ct));
        await held.DisposeAsync();

        Assert.Equal("second", Holder());
    }

    [Fact]
    public async Task A_gate_whose_lease_was_deleted_is_told_too()
    {
        await using var held = await AcquireAsync("first");

        Cluster.Objects.Leases.Delete(Assert.IsType<V1Lease>(Find()));
        Time.Advance(TimeSpan.FromSeconds(4));

        var lost = await Assert.ThrowsAsync<GateException>(() => held.Ended.WaitAsync(Ct));
        Assert.Contains("on the target was deleted:", lost.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_renewal_that_failed_is_made_up_for_by_the_next_one()
    {
        using var faults = new ApiFaults();
        await using var held = await AcquireAsync("first", Cluster.Connect(faults));
        faults.Refuse(HttpMethod.Put, "/leases/", HttpStatusCode.InternalServerError, "etcd", times: 1);
        faults.Disconnect(HttpMethod.Put, "/leases/", times: 1);
        var acquired = RenewTime();

        await Time.EndWaitAsync(RenewEvery, Ct);
        await Time.EndWaitAsync(RenewEvery, Ct);
        await Time.EndWaitAsync(RenewEvery, Ct);
        await Time.SeeWaitAsync(RenewEvery, Ct);

        Assert.Equal(acquired + (3 * RenewEvery), RenewTime());
        Assert.False(held.Ended.IsCompleted);
        Assert.True(held.IsHeld());
    }

    [Fact]
    public async Task A_renewal_that_hangs_is_given_up_and_made_up_for_by_the_next_one()
    {
        using var faults = new ApiFaults();
        await using var held = await AcquireAsync("first", Cluster.Connect(faults));
        var swallowed = faults.Hang(HttpMethod.Put, "/leases/", times: 1);
        var acquired = RenewTime();

        await Time.EndWaitAsync(RenewEvery, Ct);
        await swallowed.WaitAsync(Ct);
        await Time.EndWaitAsync(RenewWithin, Ct);
        await Time.EndWaitAsync(RenewEvery, Ct);
        await Time.SeeWaitAsync(RenewEvery, Ct);

        Assert.Equal(acquired + (2 * RenewEvery) + RenewWithin, RenewTime());
        Assert.False(held.Ended.IsCompleted);
        Assert.True(held.IsHeld());
    }

    [Fact]
    public async Task A_renewal_whose_answer_was_lost_is_taken_up_again()
    {
        await using var held = await AcquireAsync("first");
        Cluster.Objects.Leases.Change(Namespace, Name, l => l.Spec.RenewTime = Time.GetUtcNow().UtcDateTime);
        var acquired = RenewTime();

        await Time.EndWaitAsync(RenewEvery, Ct);
        await Time.EndWaitAsync(RenewEvery, Ct);

        Assert.True(RenewTime() >= acquired + RenewEvery);
        Assert.False(held.Ended.IsCompleted);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_gate_that_cannot_renew_its_lease_gives_up_when_it_lapses(bool hangs)
    {
        using var faults = new ApiFaults();
        await using var held = await AcquireAsync("first", Cluster.Connect(faults));
        if (hangs)
            _ = faults.Hang(HttpMethod.Put, "/leases/");
        else
            faults.Refuse(HttpMethod.Put, "/leases/", HttpStatusCode.InternalServerError, "etcd");

        var began = Time.GetUtcNow();
        while (!held.Ended.IsCompleted)
        {
            Assert.True(Time.GetUtcNow() - began <= TargetLease.Duration + TimeSpan.FromSeconds(1));
            Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Ct);
        }

        var lost = await Assert.ThrowsAsync<GateException>(() => held.Ended);
        Assert.Contains("could not be renewed for 15 s", lost.Message, StringComparison.Ordinal);
        Assert.False(held.IsHeld());
    }
}
