using k8s.Models;

namespace ResilienceGate.LocalCluster.Controllers.Jobs;

/// <summary>What a Job's <c>podFailurePolicy</c> makes of a failed pod; the first rule that fits decides.</summary>
internal static class FailurePolicy
{
    public static FailureVerdict Judge(V1Job job, V1Pod pod)
    {
        var rules = job.Spec.PodFailurePolicy?.Rules ?? [];
        for (var index = 0; index < rules.Count; index++)
        {
            var rule = rules[index];
            var cause = rule.OnExitCodes is { } codes
                ? ExitCode(pod, codes)
                : Condition(pod, rule.OnPodConditions ?? []);
            if (cause is not null)
                return new FailureVerdict(
                    rule.Action is not "Ignore",
                    rule.Action is "FailIndex",
                    rule.Action is "FailJob" ? $"{cause} matching FailJob rule at index {index}" : null
                );
        }

        return new FailureVerdict(Counts: true, FailsIndex: false, JobFailure: null);
    }

    private static string? ExitCode(V1Pod pod, V1PodFailurePolicyOnExitCodesRequirement requirement)
    {
        var status = (pod.Status?.ContainerStatuses ?? [])
            .Concat(pod.Status?.InitContainerStatuses ?? [])
            .FirstOrDefault(status =>
                status.State?.Terminated is { ExitCode: not 0 } ended
                && (requirement.ContainerName is null || requirement.ContainerName == status.Name)
                && requirement.Values.Contains(ended.ExitCode) == requirement.OperatorProperty is "In"
            );
        return status is null
            ? null
            : $"Container {status.Name} for pod {Name(pod)} failed with exit code {status.State.Terminated.ExitCode}";
    }

    private static string? Condition(V1Pod pod, IList<V1PodFailurePolicyOnPodConditionsPattern> patterns)
    {
        var condition = (pod.Status?.Conditions ?? []).FirstOrDefault(condition =>
            patterns.Any(pattern => pattern.Type == condition.Type && (pattern.Status ?? "True") == condition.Status)
        );
        return condition is null ? null : $"Pod {Name(pod)} has condition {condition.Type}";
    }

    private static string Name(V1Pod pod) => $"{pod.Metadata.NamespaceProperty}/{pod.Metadata.Name}";
}
