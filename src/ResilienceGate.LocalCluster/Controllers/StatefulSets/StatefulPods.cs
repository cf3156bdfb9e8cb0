using k8s.Models;
using ResilienceGate.LocalCluster.Controllers.Workloads;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Controllers.StatefulSets;

/// <summary>
/// Creates and deletes the pods of StatefulSets, each with a name, a hostname and volumes that stay the same when the
/// pod is replaced (<c>pkg/controller/statefulset/stateful_pod_control.go</c>).
/// </summary>
internal sealed class StatefulPods(Clientset cluster, EventRecorder events)
{
    private const string NameLabel = "statefulset.kubernetes.io/pod-name";
    private const string IndexLabel = "apps.kubernetes.io/pod-index";

    public StatefulClaims Claims { get; } = new(cluster.PersistentVolumeClaims, events);

    public void Create(V1StatefulSet set, V1ControllerRevision revision, int ordinal)
    {
        var pod = New(set, revision, ordinal);
        try
        {
            Claims.Create(set, ordinal);
            cluster.Pods.Create(pod);
        }
        catch (StatusException e)
        {
            // While a pod of that name is still on its way out, nothing has failed.
            if (!e.IsAlreadyExists)
                events.Warning(set, "FailedCreate", Failed("Create", set, pod, e));
            throw;
        }

        events.Normal(set, "SuccessfulCreate", Successful("Create", set, pod));
    }

    public void Delete(V1StatefulSet set, V1Pod pod)
    {
        cluster.Pods.Delete(pod);
        events.Normal(set, "SuccessfulDelete", Successful("Delete", set, pod));
    }

    private static V1Pod New(V1StatefulSet set, V1ControllerRevision revision, int ordinal)
    {
        var pod = PodTemplates.NewPod(ControllerRevisions.Template(revision), set);
        var name = Ordinals.PodName(set, ordinal);
        pod.Metadata.Name = name;
        pod.SetLabel(NameLabel, name);
        pod.SetLabel(IndexLabel, Ordinals.Text(ordinal));
        pod.SetLabel(ControllerRevisions.HashLabel, revision.Metadata.Name);
        pod.Spec.Hostname = name;
        pod.Spec.Subdomain = set.Spec.ServiceName;
        var claims = set.Spec.VolumeClaimTemplates ?? [];
        var others = (pod.Spec.Volumes ?? []).Where(volume => claims.All(c => c.Metadata.Name != volume.Name));
        pod.Spec.Volumes = [.. claims.Select(template => Volume(set, template, ordinal)), .. others];
        return pod;
    }

    private static V1Volume Volume(V1StatefulSet set, V1PersistentVolumeClaim template, int ordinal) =>
        new()
        {
            Name = template.Metadata.Name,
            PersistentVolumeClaim = new V1PersistentVolumeClaimVolumeSource
            {
                ClaimName = Ordinals.ClaimName(set, template, ordinal),
            },
        };

    private static string Successful(string verb, V1StatefulSet set, V1Pod pod) =>
        $"{verb} Pod {pod.Metadata.Name} in StatefulSet {set.Metadata.Name} successful";

    private static string Failed(string verb, V1StatefulSet set, V1Pod pod, StatusException error) =>
        $"{verb} Pod {pod.Metadata.Name} in StatefulSet {set.Metadata.Name} failed error: {error.Message}";
}
