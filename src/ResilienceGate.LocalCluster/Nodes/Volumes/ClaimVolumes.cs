using k8s.Models;
using ResilienceGate.LocalCluster.Controllers;
using ResilienceGate.LocalCluster.Nodes.Environment;

namespace ResilienceGate.LocalCluster.Nodes.Volumes;

/// <summary>Where what is on the volumes of claims lies on the machine.</summary>
internal sealed class ClaimVolumes(Resource<V1PersistentVolumeClaim> claims, Resource<V1PersistentVolume> volumes)
{
    /// <exception cref="ContainerConfigException">The claim is not bound, or its volume is of no kind that is to be had.</exception>
    public string Directory(string ns, string name)
    {
        var claim =
            claims.Find(ns, name) ?? throw new ContainerConfigException($"persistentvolumeclaim \"{name}\" not found");
        var volume = claim.Status?.Phase is "Bound" ? volumes.Find(ns: null, claim.Spec.VolumeName) : null;
        if (volume is null)
            throw new ContainerConfigException($"PVC is not bound: persistentvolumeclaim \"{name}\"");
        var path =
            volume.Spec.HostPath?.Path
            ?? volume.Spec.Local?.Path
            ?? throw new ContainerConfigException("the embedded cluster has no volumes of this kind");
        System.IO.Directory.CreateDirectory(path);
        return path;
    }
}
