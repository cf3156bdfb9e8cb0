using System.Globalization;
using k8s.Models;

namespace ResilienceGate.LocalCluster.Controllers.Deployments;

/// <summary>How far a rolling update may stray from the wanted number of pods.</summary>
internal readonly record struct RolloutBounds(int MaxSurge, int MaxUnavailable)
{
    public static RolloutBounds Of(V1Deployment deployment)
    {
        var replicas = deployment.Spec.Replicas ?? 1;
        var rolling = deployment.Spec.Strategy?.RollingUpdate;
        var surge = (int)Math.Ceiling(Resolve(rolling?.MaxSurge?.ToString() ?? "25%", replicas));
        var unavailable = (int)Math.Floor(Resolve(rolling?.MaxUnavailable?.ToString() ?? "25%", replicas));
        // Rounding may leave both at nothing, and then no step would be possible.
        if (surge is 0 && unavailable is 0)
            unavailable = 1;
        return new(surge, Math.Min(unavailable, replicas));
    }

    private static decimal Resolve(string value, int replicas) =>
        value.EndsWith('%')
            ? decimal.Parse(value.AsSpan(0, value.Length - 1), CultureInfo.InvariantCulture) * replicas / 100
            : decimal.Parse(value, CultureInfo.InvariantCulture);
}
