using k8s.Models;
using ResilienceGate.LocalCluster.Controllers;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Tests.Controllers;

/// <summary>What becomes of the claims of a StatefulSet.</summary>
public sealed class StatefulSetClaimTests : IAsyncDisposable
{
    private readonly TestStatefulSet _set = new();

    public StatefulSetClaimTests() => _set.Cluster.Run(ct => new GarbageCollector(_set.Cluster.Store).RunAsync(ct));

    public ValueTask DisposeAsync() => _set.DisposeAsync();

    [Fact]
    public async Task Each_pod_keeps_a_claim_of_its_own()
    {
        await RunAsync(replicas: 1, policy: null);
        Assert.Equal("data-db-0", Assert.Single(_set.Pod("db-0").Spec.Volumes).PersistentVolumeClaim.ClaimName);
        Assert.Equal(TestStatefulSet.Name, Find("data-db-0")?.Metadata.Labels["app"]);

        _set.Scale(0);
        await _set.Cluster.Objects.Pods.GoneAsync(TestCluster.Namespace, "db-0");

        Assert.Null(Assert.IsType<V1PersistentVolumeClaim>(Find("data-db-0")).Metadata.OwnerReferences);
    }

    [Fact]
    public async Task By_its_policy_a_claim_goes_with_the_pod_that_a_smaller_set_loses()
    {
        await RunAsync(replicas: 2, Policy(whenDeleted: "Retain", whenScaled: "Delete"));

        _set.Scale(1);

        await LeavingAsync("data-db-1");
        Assert.Null(Find("data-db-0")?.Metadata.DeletionTimestamp);
    }

    [Fact]
    public async Task A_pod_that_comes_back_waits_until_the_claim_of_its_predecessor_is_gone()
    {
        await RunAsync(replicas: 2, Policy(whenDeleted: "Retain", whenScaled: "Delete"));
        _set.Scale(1);
        await LeavingAsync("data-db-1");

        _set.Scale(2);

        await _set.Cluster.Objects.Events.FirstAsync(e => e.Message.Contains("pvc data-db-1 is being deleted"));
        Assert.Null(_set.Find("db-1"));
        Claims.Change(TestCluster.Namespace, "data-db-1", claim => claim.Metadata.Finalizers = null);
        await _set.Cluster.AdvanceUntilAsync(() => _set.Find("db-1") is not null, TimeSpan.FromSeconds(1));
        Assert.Null(Find("data-db-1")?.Metadata.DeletionTimestamp);
    }

    [Fact]
    public async Task By_its_policy_a_claim_goes_with_the_set()
    {
        await RunAsync(replicas: 2, Policy(whenDeleted: "Delete", whenScaled: "Retain"));
        _set.Scale(1);
        await _set.Cluster.Objects.Pods.GoneAsync(TestCluster.Namespace, "db-1");
        Assert.Null(Find("data-db-1")?.Metadata.DeletionTimestamp);

        _set.Cluster.Objects.StatefulSets.Delete(await _set.UntilAsync(_ => true));

        await LeavingAsync("data-db-0");
        await LeavingAsync("data-db-1");
    }

    [Fact]
    public async Task A_policy_that_changes_reaches_the_claims_that_are_there()
    {
        await RunAsync(replicas: 1, Policy(whenDeleted: "Delete", whenScaled: "Retain"));
        Assert.Equal("StatefulSet", Assert.Single(Find("data-db-0")?.Metadata.OwnerReferences ?? []).Kind);

        _set.Cluster.Objects.StatefulSets.Change(
            TestCluster.Namespace,
            TestStatefulSet.Name,
            set => set.Spec.PersistentVolumeClaimRetentionPolicy = Policy(whenDeleted: "Retain", whenScaled: "Retain")
        );

        await Claims.UntilAsync("data-db-0", claim => claim.Metadata.OwnerReferences is null);
    }

    private Resource<V1PersistentVolumeClaim> Claims => _set.Cluster.Objects.PersistentVolumeClaims;

    private V1PersistentVolumeClaim? Find(string name) => Claims.Find(TestCluster.Namespace, name);

    /// <summary>It is deleted, and stays for as long as a pod might use it.</summary>
    private Task<V1PersistentVolumeClaim> LeavingAsync(string name) =>
        Claims.UntilAsync(name, claim => claim.Metadata.DeletionTimestamp is not null);

    private Task RunAsync(int replicas, V1StatefulSetPersistentVolumeClaimRetentionPolicy? policy) =>
        _set.RunAsync(
            replicas,
            set =>
            {
                set.Spec.PersistentVolumeClaimRetentionPolicy = policy;
                set.Spec.VolumeClaimTemplates =
                [
                    new V1PersistentVolumeClaim
                    {
                        Metadata = new V1ObjectMeta { Name = "data" },
                        Spec = VolumeTests.ClaimSpec(),
                    },
                ];
            }
        );

    private static V1StatefulSetPersistentVolumeClaimRetentionPolicy Policy(string whenDeleted, string whenScaled) =>
        new() { WhenDeleted = whenDeleted, WhenScaled = whenScaled };
}
