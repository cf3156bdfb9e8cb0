using System.Globalization;
using k8s.Models;

namespace ResilienceGate.LocalCluster.Controllers.Workloads;

/// <summary>A number of pods that is given as itself or as a share of the whole.</summary>
internal static class ScaledValue
{
    /// <summary>A share is rounded up.</summary>
    public static int Up(IntOrString? value, string otherwise, int total) =>
        (int)Math.Ceiling(Resolve(value?.ToString() ?? otherwise, total));

    /// <summary>A share is rounded down.</summary>
    public static int Down(IntOrString? value, string otherwise, int total) =>
        (int)Math.Floor(Resolve(value?.ToString() ?? otherwise, total));

    private static decimal Resolve(string value, int total) =>
        value.EndsWith('%')
            ? decimal.Parse(value.AsSpan(0, value.Length - 1), CultureInfo.InvariantCulture) * total / 100
            : decimal.Parse(value, CultureInfo.InvariantCulture);
}
