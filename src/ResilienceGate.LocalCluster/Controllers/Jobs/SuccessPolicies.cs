using k8s.Models;

namespace ResilienceGate.LocalCluster.Controllers.Jobs;

/// <summary>By which successes a Job with a <c>successPolicy</c> counts as done.</summary>
internal static class SuccessPolicies
{
    /// <returns>Why it is done; null: it is not.</returns>
    public static string? Match(V1Job job, IReadOnlySet<int> succeeded)
    {
        var rules = job.Spec.SuccessPolicy?.Rules ?? [];
        for (var index = 0; index < rules.Count && succeeded.Count > 0; index++)
        {
            if (IsMet(rules[index], job.Spec.Completions ?? 0, succeeded))
                return $"Matched rules at index {index}";
        }

        return null;
    }

    private static bool IsMet(V1SuccessPolicyRule rule, int completions, IReadOnlySet<int> succeeded)
    {
        if (rule.SucceededIndexes is null)
            return rule.SucceededCount is { } enough && succeeded.Count >= enough;
        var required = JobIndexes.Parse(rule.SucceededIndexes, completions);
        var met = required.Count(succeeded.Contains);
        return required.Count > 0 && (met == required.Count || met >= rule.SucceededCount);
    }
}
