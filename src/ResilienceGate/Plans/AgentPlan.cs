using k8s.Models;

namespace ResilienceGate.Plans;

/// <summary>What runs inside the cluster.</summary>
/// <param name="Image">Image of this product.</param>
/// <param name="Namespace">Where its Jobs run; the target's own namespace by default.</param>
internal sealed record AgentPlan(string Image, string Namespace)
{
    public const string DefaultServiceAccount = "resilience-gate-agent";

    public GuardMode Guard { get; init; }

    /// <summary>Of the guard, in <see cref="Namespace"/>. The probe holds no credentials.</summary>
    public string ServiceAccount { get; init; } = DefaultServiceAccount;

    /// <summary>Names of the Secrets that the image is pulled with.</summary>
    public IReadOnlyList<string> PullSecrets { get; init; } = [];

    public IReadOnlyList<V1Toleration> Tolerations { get; init; } = [];

    /// <summary>Of each container; null for what each part needs by experience.</summary>
    public V1ResourceRequirements? Resources { get; init; }

    /// <summary>Of each pod; null for a user that is not root and the default seccomp profile.</summary>
    public V1PodSecurityContext? SecurityContext { get; init; }
}
