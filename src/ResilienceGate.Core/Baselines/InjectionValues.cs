using System.Text.Json.Serialization;
using ResilienceGate.Core.Measurements;

namespace ResilienceGate.Core.Baselines;

/// <summary>What a baseline keeps of one valid injection.</summary>
public sealed record InjectionValues
{
    /// <summary>Seconds; null when the target never recovered.</summary>
    public double? RecoveryTime { get; init; }

    /// <summary>Seconds the recovery was waited for; 0 when nobody looked for it.</summary>
    public required double Watched { get; init; }

    /// <summary>Seconds; null when it was not measured.</summary>
    public double? Outage { get; init; }

    /// <summary>It had not ended when the observation did: a lower bound.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool OutageCensored { get; init; }

    /// <summary>Seconds; null when no request was answered.</summary>
    public double? P99 { get; init; }

    /// <summary>Share of requests not rightly answered in time, 0 to 1; null when it was not measured.</summary>
    public double? Unavailability { get; init; }

    /// <summary>Seconds by phase of the recovery.</summary>
    public required IReadOnlyDictionary<Phase, double> Phases { get; init; }

    /// <summary>It was waited for until the end, and did not come.</summary>
    [JsonIgnore]
    internal bool NeverRecovered => RecoveryTime is null && Watched > 0;

    /// <summary>Valid injections by experiment, reduced; experiments without a valid one are left out.</summary>
    internal static IReadOnlyDictionary<string, IReadOnlyList<InjectionValues>> Of(
        IEnumerable<ExperimentResult> experiments
    ) =>
        experiments
            .Select(experiment => (experiment.Name, Values: experiment.Injections.Where(Counts).Select(Of).ToList()))
            .Where(experiment => experiment.Values.Count > 0)
            .ToDictionary(
                experiment => experiment.Name,
                experiment => (IReadOnlyList<InjectionValues>)experiment.Values,
                StringComparer.Ordinal
            );

    /// <summary>A window without traffic says nothing of the users, whatever the cluster did.</summary>
    internal static bool Counts(Injection injection) => injection is { IsValid: true, Sent: > 0 };

    /// <param name="injection">One that <see cref="Counts"/>.</param>
    internal static InjectionValues Of(Injection injection) =>
        new()
        {
            RecoveryTime = injection.RecoveryTime?.TotalSeconds,
            Watched = injection.Watched.TotalSeconds,
            Outage = injection.Outage.TotalSeconds,
            OutageCensored = injection.OutageCensored,
            P99 = injection.Latency?.P99.TotalSeconds,
            Unavailability = (double)(injection.Sent - injection.Good) / injection.Sent,
            Phases = injection.Phases.ToDictionary(phase => phase.Phase, phase => phase.Took.TotalSeconds),
        };
}
