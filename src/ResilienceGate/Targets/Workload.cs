using System.Collections.Immutable;
using System.Net;
using k8s;
using k8s.Autorest;
using k8s.Models;
using ResilienceGate.Clusters;
using ResilienceGate.Plans;

namespace ResilienceGate.Targets;

/// <summary>What Deployments and StatefulSets have in common for the gate.</summary>
/// <param name="Unfinished">What its rollout still lacks; null when it is complete.</param>
internal sealed record Workload(int Replicas, V1LabelSelector Selector, V1PodTemplateSpec Template, string? Unfinished)
{
    /// <summary>Kubernetes' own default of <c>progressDeadlineSeconds</c>.</summary>
    private static readonly TimeSpan DefaultProgressDeadline = TimeSpan.FromMinutes(10);

    /// <summary>Its rollout waits for a person.</summary>
    public bool IsPaused { get; private init; }

    /// <summary>How long its rollout may go without progress.</summary>
    public TimeSpan ProgressDeadline { get; private init; } = DefaultProgressDeadline;

    /// <summary>Why its controller calls the rollout failed; null when it does not.</summary>
    public string? Failure { get; private init; }

    /// <summary>Of the workload itself, not of its pods.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; private init; } =
        ImmutableDictionary<string, string>.Empty;

    /// <inheritdoc cref="ReadAsync(IKubernetes, string, string, string, CancellationToken)"/>
    public static Task<Workload> ReadAsync(IKubernetes cluster, TargetPlan target, CancellationToken ct) =>
        ReadAsync(cluster, target.Kind, target.Namespace, target.Name, ct);

    /// <exception cref="GateException">There is no such workload.</exception>
    public static async Task<Workload> ReadAsync(
        IKubernetes cluster,
        string kind,
        string ns,
        string name,
        CancellationToken ct
    )
    {
        try
        {
            return kind switch
            {
                "deployment" => Of(await cluster.AppsV1.ReadNamespacedDeploymentAsync(name, ns, cancellationToken: ct)),
                "statefulset" => Of(
                    await cluster.AppsV1.ReadNamespacedStatefulSetAsync(name, ns, cancellationToken: ct)
                ),
                _ => throw new InvalidOperationException($"Workloads of kind {kind} are not known."),
            };
        }
        catch (HttpOperationException e) when (e.Is(HttpStatusCode.NotFound))
        {
            throw new GateException(
                $"There is no {kind} '{name}' in namespace '{ns}'. "
                    + $"See `kubectl -n {ns} get {kind}s`, and correct target.workload in the plan.",
                e
            );
        }
    }

    private static Workload Of(V1Deployment d) =>
        new(
            d.Spec.Replicas ?? 1,
            d.Spec.Selector,
            d.Spec.Template,
            Missing(
                d.Metadata,
                d.Status?.ObservedGeneration,
                d.Spec.Replicas,
                d.Status?.UpdatedReplicas,
                d.Status?.AvailableReplicas,
                d.Status?.Replicas
            )
        )
        {
            Labels = d.Metadata.Labels?.ToImmutableDictionary() ?? ImmutableDictionary<string, string>.Empty,
            IsPaused = d.Spec.Paused is true,
            ProgressDeadline = d.Spec.ProgressDeadlineSeconds is { } seconds
                ? TimeSpan.FromSeconds(seconds)
                : DefaultProgressDeadline,
            // What it says of an older generation is not about this version.
            Failure =
                d.Status?.ObservedGeneration >= (d.Metadata.Generation ?? 0)
                    ? d
                        .Status.Conditions?.Where(c => c.Reason is "ProgressDeadlineExceeded")
                        .Select(c => c.Message ?? c.Reason)
                        .FirstOrDefault()
                    : null,
        };

    private static Workload Of(V1StatefulSet s) =>
        new(
            s.Spec.Replicas ?? 1,
            s.Spec.Selector,
            s.Spec.Template,
            Missing(
                s.Metadata,
                s.Status?.ObservedGeneration,
                s.Spec.Replicas,
                s.Status?.UpdatedReplicas,
                s.Status?.AvailableReplicas,
                s.Status?.Replicas
            )
        )
        {
            Labels = s.Metadata.Labels?.ToImmutableDictionary() ?? ImmutableDictionary<string, string>.Empty,
        };

    private static string? Missing(
        V1ObjectMeta metadata,
        long? observed,
        int? desired,
        int? updated,
        int? available,
        int? all
    )
    {
        var wanted = desired ?? 1;
        if ((observed ?? 0) < (metadata.Generation ?? 0))
            return "its controller has not seen its newest specification yet";
        if ((updated ?? 0) < wanted)
            return $"{updated ?? 0} of {wanted} replicas are of the newest version";
        if ((all ?? 0) > wanted)
            return $"replicas of an older version are still there: {all - wanted}";
        return (available ?? 0) < wanted ? $"{available ?? 0} of {wanted} replicas are available" : null;
    }
}
