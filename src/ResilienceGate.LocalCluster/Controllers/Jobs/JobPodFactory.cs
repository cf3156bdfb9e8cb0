using System.Globalization;
using k8s.Models;
using ResilienceGate.LocalCluster.Controllers.Workloads;

namespace ResilienceGate.LocalCluster.Controllers.Jobs;

/// <summary>The pods that Jobs create.</summary>
internal static class JobPodFactory
{
    private const string IndexVariable = "JOB_COMPLETION_INDEX";

    public static V1Pod New(V1Job job)
    {
        var pod = PodTemplates.NewPod(job.Spec.Template, job);
        pod.Metadata.GenerateName = $"{job.Metadata.Name}-";
        pod.Metadata.Finalizers = [.. pod.Metadata.Finalizers ?? [], JobPods.TrackingFinalizer];
        return pod;
    }

    /// <summary>A pod that knows its index: by its name and hostname, a label, an annotation and a variable.</summary>
    public static V1Pod New(V1Job job, int index)
    {
        var pod = New(job);
        var text = index.ToString(CultureInfo.InvariantCulture);
        pod.Metadata.GenerateName = $"{job.Metadata.Name}-{text}-";
        pod.SetLabel(JobIndexes.Annotation, text);
        pod.SetAnnotation(JobIndexes.Annotation, text);
        pod.Spec.Hostname = $"{job.Metadata.Name}-{text}";
        foreach (var container in pod.Spec.Containers.Concat(pod.Spec.InitContainers ?? []))
        {
            container.Env ??= [];
            if (container.Env.Any(variable => variable.Name is IndexVariable))
                continue;
            var path = $"metadata.labels['{JobIndexes.Annotation}']";
            container.Env.Add(
                new V1EnvVar
                {
                    Name = IndexVariable,
                    ValueFrom = new V1EnvVarSource { FieldRef = new V1ObjectFieldSelector { FieldPath = path } },
                }
            );
        }

        return pod;
    }
}
