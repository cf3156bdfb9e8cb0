using k8s.Models;
using ResilienceGate.LocalCluster.Controllers.Workloads;

namespace ResilienceGate.LocalCluster.Controllers.Deployments;

/// <summary>How far a rolling update may stray from the wanted number of pods.</summary>
internal readonly record struct RolloutBounds(int MaxSurge, int MaxUnavailable)
{
    public static RolloutBounds Of(V1Deployment deployment)
    {
        if (deployment.Spec.Strategy?.Type is "Recreate")
            return default;
        var replicas = deployment.Spec.Replicas ?? 1;
        var rolling = deployment.Spec.Strategy?.RollingUpdate;
        var surge = ScaledValue.Up(rolling?.MaxSurge, "25%", replicas);
        var unavailable = ScaledValue.Down(rolling?.MaxUnavailable, "25%", replicas);
        // Rounding may leave both at nothing, and then no step would be possible.
        if (surge is 0 && unavailable is 0)
            unavailable = 1;
        return new(surge, Math.Min(unavailable, replicas));
    }
}
