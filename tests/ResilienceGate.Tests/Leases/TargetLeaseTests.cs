using k8s.Models;
using ResilienceGate.Leases;
using ResilienceGate.Tests.Clusters;

namespace ResilienceGate.Tests.Leases;

public sealed class TargetLeaseTests(ApiCluster cluster) : LeaseBench(cluster)
{
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
        faults.Before(HttpMethod.Post, "/leases", () => Put("other", Time.GetUtcNow()));

        var refusal = await Assert.ThrowsAsync<GateException>(() => AcquireAsync("mine", Cluster.Connect(faults)));

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
        Put("killed", Time.GetUtcNow() + TimeSpan.FromSeconds(ahead));

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
        Put("other", Time.GetUtcNow() + TimeSpan.FromSeconds(ahead));

        var taking = AcquireAsync("next");
        await StepAsync(taking, TimeSpan.FromSeconds(10));
        Cluster.Objects.Leases.Change(Namespace, Name, l => l.Spec.RenewTime += RenewEvery);
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
    public async Task A_successor_that_took_the_same_object_over_keeps_it()
    {
        var held = await AcquireAsync("first");
        Cluster.Objects.Leases.Change(Namespace, Name, l => l.Spec.HolderIdentity = "second");

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
        Cluster.Objects.Leases.Delete(Assert.IsType<V1Lease>(Find()));
        Put("second", Time.GetUtcNow());

        await held.DisposeAsync();

        Assert.Equal("second", Holder());
    }

    [Fact]
    public async Task A_cluster_that_does_not_answer_holds_no_release_up_for_ever()
    {
        using var faults = new ApiFaults();
        var held = await AcquireAsync("first", Cluster.Connect(faults));
        var waits = faults.Hang(HttpMethod.Delete, "/leases/");

        var release = held.DisposeAsync().AsTask();
        await waits.WaitAsync(Ct);
        Time.Advance(TimeSpan.FromSeconds(5));
        await release.WaitAsync(Ct);

        Assert.Equal("first", Holder());
    }
}
