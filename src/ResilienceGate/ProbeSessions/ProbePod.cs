using System.Net;
using k8s;
using k8s.Autorest;
using k8s.Models;
using ResilienceGate.Clusters;

namespace ResilienceGate.ProbeSessions;

/// <summary>Brings the probe's pod up and says in words what keeps it from running.</summary>
internal sealed class ProbePod(IKubernetes cluster, TimeProvider time)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>Creates the objects; the ConfigMap goes with its Job.</summary>
    /// <exception cref="GateException">The cluster refused them: quota, policy, permission.</exception>
    public async Task CreateAsync(ProbeJob probe, CancellationToken ct)
    {
        try
        {
            var map = await cluster.CoreV1.CreateNamespacedConfigMapAsync(
                probe.Configuration,
                probe.Namespace,
                cancellationToken: ct
            );
            var job = await cluster.BatchV1.CreateNamespacedJobAsync(probe.Job, probe.Namespace, cancellationToken: ct);
            map.AddOwnerReference(
                new V1OwnerReference
                {
                    ApiVersion = "batch/v1",
                    Kind = "Job",
                    Name = job.Name(),
                    Uid = job.Uid(),
                }
            );
            await cluster.CoreV1.ReplaceNamespacedConfigMapAsync(
                map,
                map.Name(),
                probe.Namespace,
                cancellationToken: ct
            );
        }
        catch (HttpOperationException e)
        {
            throw new GateException($"The probe's Job was refused in namespace '{probe.Namespace}': {e.Explain()}", e);
        }
    }

    /// <summary>The name of the pod once it runs.</summary>
    /// <exception cref="GateException">It does not come up; the message says what the cluster says of it.</exception>
    public async Task<string> RunningAsync(ProbeJob probe, CancellationToken ct)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            var pods = await cluster.CoreV1.ListNamespacedPodAsync(
                probe.Namespace,
                labelSelector: $"job-name={probe.Name}",
                cancellationToken: ct
            );
            var pod = pods.Items.FirstOrDefault();
            if (pod?.Status?.Phase is "Running")
                return pod.Name();
            var late = time.GetElapsedTime(started) > Patience;
            if (pod?.Status?.Phase is "Failed" or "Succeeded" || late || (pod is not null && IsHopeless(pod)))
                throw new GateException(
                    $"The probe does not run in namespace '{probe.Namespace}': {await ExplainAsync(pod, probe, ct)}"
                );
            await Task.Delay(Poll, time, ct);
        }
    }

    /// <summary>Deletes the Job, and everything that hangs on it.</summary>
    public async Task DeleteAsync(string name, string ns, CancellationToken ct)
    {
        try
        {
            await cluster.BatchV1.DeleteNamespacedJobAsync(
                name,
                ns,
                propagationPolicy: "Background",
                cancellationToken: ct
            );
        }
        catch (HttpOperationException e) when (e.Is(HttpStatusCode.NotFound))
        {
            // It has gone by itself.
        }
        try
        {
            await cluster.CoreV1.DeleteNamespacedConfigMapAsync(name, ns, cancellationToken: ct);
        }
        catch (HttpOperationException e) when (e.Is(HttpStatusCode.NotFound))
        {
            // It went with its Job.
        }
    }

    private static V1ContainerStateWaiting? Waiting(V1Pod pod) =>
        pod.Status?.ContainerStatuses?.FirstOrDefault()?.State?.Waiting;

    private static bool IsHopeless(V1Pod pod) =>
        Waiting(pod)?.Reason
            is "ImagePullBackOff"
                or "InvalidImageName"
                or "CreateContainerConfigError"
                or "CreateContainerError";

    private async Task<string> ExplainAsync(V1Pod? pod, ProbeJob probe, CancellationToken ct)
    {
        if (pod is null)
            return await EventsAsync(probe.Name, probe.Namespace, ct)
                ?? $"its Job made no pod; see `kubectl -n {probe.Namespace} describe job {probe.Name}`.";
        if (Waiting(pod) is { } waiting)
            return $"{waiting.Reason}: {waiting.Message} Check agent.image in the plan ({pod.Spec.Containers[0].Image}).";
        if (
            pod.Status?.Conditions?.FirstOrDefault(c => c is { Type: "PodScheduled", Status: "False" }) is
            { } unscheduled
        )
            return $"{unscheduled.Reason}: {unscheduled.Message}";
        var ended = pod.Status?.ContainerStatuses?.FirstOrDefault()?.State?.Terminated;
        return ended is null
            ? $"its phase is {pod.Status?.Phase}; see `kubectl -n {probe.Namespace} describe pod {pod.Name()}`."
            : $"it ended with exit code {ended.ExitCode}: {await LastLineAsync(pod, ct)}";
    }

    private async Task<string> LastLineAsync(V1Pod pod, CancellationToken ct)
    {
        await using var log = await cluster.CoreV1.ReadNamespacedPodLogAsync(
            pod.Name(),
            pod.Namespace(),
            ProbeJob.Container,
            tailLines: 3,
            cancellationToken: ct
        );
        using var reader = new StreamReader(log);
        return (await reader.ReadToEndAsync(ct)).Trim();
    }

    /// <summary>What the Job's controller says of pods that it could not make: a quota, a policy.</summary>
    private async Task<string?> EventsAsync(string job, string ns, CancellationToken ct)
    {
        var events = await cluster.CoreV1.ListNamespacedEventAsync(
            ns,
            fieldSelector: $"involvedObject.kind=Job,involvedObject.name={job},type=Warning",
            cancellationToken: ct
        );
        return events.Items.LastOrDefault()?.Message;
    }
}
