using k8s.Models;
using ResilienceGate.LocalCluster.Controllers.Volumes;

namespace ResilienceGate.LocalCluster.Tests.Controllers;

public sealed class VolumeTests : IAsyncDisposable
{
    private readonly TestCluster _cluster = new();
    private readonly string _root = Directory.CreateTempSubdirectory("volumes-").FullName;

    public VolumeTests()
    {
        var directories = new VolumeDirectories(_root);
        _cluster.Run(
            new ClaimController(_cluster.Objects, directories, _cluster.Events, _cluster.Clock, TestCluster.Logger)
        );
        _cluster.Run(
            new VolumeController(_cluster.Objects, directories, _cluster.Events, _cluster.Clock, TestCluster.Logger)
        );
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        Directory.Delete(_root, recursive: true);
    }

    [Fact]
    public async Task A_claim_gets_a_directory_that_goes_with_it()
    {
        StandardStorageClass.Publish(_cluster.Objects);
        AddClaim("data");
        var claim = await Until("data", "Bound");
        Assert.Equal(("standard", "1Gi"), (claim.Spec.StorageClassName, claim.Status.Capacity["storage"].ToString()));
        var volume = await _cluster.Objects.PersistentVolumes.FirstAsync(volume => volume.Status?.Phase is "Bound");
        Assert.True(Directory.Exists(volume.Spec.HostPath.Path));
        _cluster.Objects.PersistentVolumeClaims.Delete(claim);
        await Eventually.TrueAsync(() => _cluster.Objects.PersistentVolumes.List(ns: null).Count is 0);
        Assert.False(Directory.Exists(volume.Spec.HostPath.Path));
    }

    [Fact]
    public async Task A_claim_that_a_pod_uses_outlives_its_deletion()
    {
        StandardStorageClass.Publish(_cluster.Objects);
        AddClaim("data");
        var claim = await Until("data", "Bound");
        var pod = _cluster.AddPod(
            "user",
            pod =>
                pod.Spec.Volumes = [
                    new V1Volume
                    {
                        Name = "data",
                        PersistentVolumeClaim = new V1PersistentVolumeClaimVolumeSource { ClaimName = "data" },
                    },
                ]
        );
        _cluster.Objects.PersistentVolumeClaims.Delete(claim);
        await _cluster.Objects.PersistentVolumeClaims.UntilAsync(
            "data",
            deleted => deleted.Metadata.DeletionTimestamp is not null
        );
        _cluster.Objects.Pods.Delete(pod, TimeSpan.Zero);
        await _cluster.Objects.PersistentVolumeClaims.GoneAsync(TestCluster.Namespace, "data");
    }

    [Fact]
    public async Task A_volume_of_an_administrator_is_bound_and_kept()
    {
        // A claim takes the smallest of those that are available when it is looked at, in life as here.
        await AddVolumeAsync("large", "5Gi");
        await AddVolumeAsync("small", "2Gi");
        AddClaim("data", spec => spec.StorageClassName = "");
        var claim = await Until("data", "Bound");
        Assert.Equal("small", claim.Spec.VolumeName);
        _cluster.Objects.PersistentVolumeClaims.Delete(claim);
        await _cluster.Objects.PersistentVolumes.UntilAsync("small", volume => volume.Status?.Phase is "Released");
        AddClaim("other", spec => spec.StorageClassName = "");
        Assert.Equal("large", (await Until("other", "Bound")).Spec.VolumeName);
    }

    [Fact]
    public async Task A_claim_without_a_volume_says_what_it_waits_for()
    {
        AddClaim("data", spec => spec.StorageClassName = "fast");
        var refused = await _cluster.Objects.Events.FirstAsync(e => e.Reason is "ProvisioningFailed");
        Assert.Equal("storageclass.storage.k8s.io \"fast\" not found", refused.Message);
    }

    public static V1PersistentVolumeClaimSpec ClaimSpec() =>
        new()
        {
            AccessModes = ["ReadWriteOnce"],
            Resources = new V1VolumeResourceRequirements
            {
                Requests = new Dictionary<string, ResourceQuantity> { ["storage"] = new("1Gi") },
            },
        };

    private Task<V1PersistentVolumeClaim> Until(string name, string phase) =>
        _cluster.Objects.PersistentVolumeClaims.UntilAsync(name, claim => claim.Status?.Phase == phase);

    private void AddClaim(string name, Action<V1PersistentVolumeClaimSpec>? change = null)
    {
        var spec = ClaimSpec();
        change?.Invoke(spec);
        _cluster.Objects.PersistentVolumeClaims.Create(
            new V1PersistentVolumeClaim
            {
                ApiVersion = "v1",
                Kind = "PersistentVolumeClaim",
                Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = TestCluster.Namespace },
                Spec = spec,
            }
        );
    }

    private async Task AddVolumeAsync(string name, string size)
    {
        _cluster.Objects.PersistentVolumes.Create(
            new V1PersistentVolume
            {
                ApiVersion = "v1",
                Kind = "PersistentVolume",
                Metadata = new V1ObjectMeta { Name = name },
                Spec = new V1PersistentVolumeSpec
                {
                    AccessModes = ["ReadWriteOnce"],
                    Capacity = new Dictionary<string, ResourceQuantity> { ["storage"] = new(size) },
                    HostPath = new V1HostPathVolumeSource { Path = Path.Combine(_root, name) },
                    StorageClassName = "",
                },
            }
        );
        await _cluster.Objects.PersistentVolumes.UntilAsync(name, volume => volume.Status?.Phase is "Available");
    }
}
