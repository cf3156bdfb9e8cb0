using System.Text.Json;

namespace ResilienceGate.Core.Measurements;

/// <summary>How plans, findings and files spell a metric or a phase.</summary>
public static class MetricName
{
    /// <summary><c>recovery-time</c>.</summary>
    public static string Name(this Metric metric) => JsonNamingPolicy.KebabCaseLower.ConvertName(metric.ToString());

    /// <summary><c>load</c>.</summary>
    public static string Name(this Phase phase) => JsonNamingPolicy.KebabCaseLower.ConvertName(phase.ToString());
}
