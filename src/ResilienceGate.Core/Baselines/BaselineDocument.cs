using System.Text.Json;
using ResilienceGate.Core.Reports;

namespace ResilienceGate.Core.Baselines;

/// <summary>The baselines of a target as JSON: a list, one line for each fingerprint that it was measured under.</summary>
public static class BaselineDocument
{
    private const string Remedy = "Restore it, or delete it to start a new baseline.";

    /// <summary>Without white space: a ConfigMap holds 1 MiB.</summary>
    private static readonly CoreJson Compact = new(
        new JsonSerializerOptions(CoreJson.Default.Options) { WriteIndented = false }
    );

    private static readonly Document<Baseline> Json = new(
        "a baseline",
        Baseline.CurrentFormat,
        Remedy,
        Compact.Baseline,
        earlier: [Baseline.FirstFormat]
    );

    public static string Write(IEnumerable<Baseline> baselines) =>
        $"[{string.Join(",\n", baselines.Select(baseline => Json.Write(baseline).TrimEnd()))}]\n";

    /// <summary>What an earlier version wrote is brought to the present format.</summary>
    /// <param name="source">The file or object it comes from; errors name it.</param>
    /// <exception cref="DocumentException">
    /// It is corrupted, foreign or of another version. It is never taken for a baseline that is missing.
    /// </exception>
    public static IReadOnlyList<Baseline> Read(string json, string source)
    {
        var baselines = Json.ReadMany(json, source);
        foreach (var run in baselines.SelectMany(baseline => baseline.Runs.Concat(baseline.Anchor?.Runs ?? [])))
        {
            foreach (var (experiment, injections) in run.Experiments)
            {
                if (injections.Count == 0 || !injections.All(IsPossible))
                {
                    throw new DocumentException(
                        source,
                        $"holds impossible values in run {run.Run}, experiment '{experiment}'. {Remedy}"
                    );
                }
            }
        }

        return [.. baselines.Select(baseline => baseline with { Format = Baseline.CurrentFormat })];
    }

    private static bool IsPossible(InjectionValues injection) =>
        IsTime(injection.RecoveryTime ?? 0)
        && IsTime(injection.Watched)
        && IsTime(injection.Outage ?? 0)
        && IsTime(injection.P99 ?? 0)
        && injection.Unavailability is null or (>= 0 and <= 1)
        && injection.Phases.Values.All(IsTime);

    private static bool IsTime(double seconds) => double.IsFinite(seconds) && seconds >= 0;
}
