using System.Globalization;
using ResilienceGate.Core.Measurements;
using ResilienceGate.Core.Reports;

namespace ResilienceGate.Hosts;

/// <summary>The sentences of a run's progress, the same on a terminal and in a log.</summary>
internal static class ProgressText
{
    public static string Of(SteadyState steady)
    {
        var availability = steady.Sent == 0 ? "no traffic" : Amount.Share((double)steady.Good / steady.Sent);
        var p99 = steady.Latency is { } latency ? $", p99 {Amount.Of(latency.P99)}" : "";
        var holds = steady.Violations.Count == 0 ? "the hypothesis holds" : string.Join("; ", steady.Violations);
        return $"steady state: availability {availability}{p99}; {holds}";
    }

    public static string Experiment(string name, string fault, int number, int of, int injections) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"experiment {number} of {of}: {name} ({fault}, {injections} injection{(injections == 1 ? "" : "s")})"
        );

    public static string Injection(int number, int of, IReadOnlyList<string> victims) =>
        string.Create(CultureInfo.InvariantCulture, $"injection {number} of {of}: {string.Join(", ", victims)}");

    public static string Of(Injection injection, int of)
    {
        var outcome = injection switch
        {
            { Void: { } reason } => $"does not count: {reason}",
            { RecoveryTime: { } recovery } => $"recovered in {Amount.Of(recovery)}{Slowest(injection)}",
            _ => $"not recovered within {Amount.Of(injection.Watched)}",
        };
        return string.Create(
            CultureInfo.InvariantCulture,
            $"injection {injection.Number} of {of}: {outcome}, outage {Amount.Of(injection.Outage)}"
        );
    }

    public static string Of(TrafficReading reading)
    {
        var p99 = reading.P99 is { } quantile ? $", p99 {Amount.Of(quantile)}" : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{reading.Rate:0} requests/s, availability {Amount.Share(reading.Availability)}{p99}"
        );
    }

    private static string Slowest(Injection injection) =>
        injection.Phases.MaxBy(p => p.Took) is { } phase ? $" ({phase.Phase.Name()} {Amount.Of(phase.Took)})" : "";
}
