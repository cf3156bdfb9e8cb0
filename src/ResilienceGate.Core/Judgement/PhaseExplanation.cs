using ResilienceGate.Core.Baselines;
using ResilienceGate.Core.Measurements;

namespace ResilienceGate.Core.Judgement;

/// <summary>Which phases of the recovery a longer recovery comes from.</summary>
internal static class PhaseExplanation
{
    /// <summary>Phases are named, the longest first, until they account for this share of what the slower ones add.</summary>
    private const double Most = 0.8;

    /// <returns><c>load takes 5.0 s longer (1.3 s -> 6.3 s)</c>; null when no phase got slower or none is known.</returns>
    public static string? Of(IReadOnlyList<InjectionValues> before, IReadOnlyList<InjectionValues> now)
    {
        var (means, nowMeans) = (Means(before), Means(now));
        if (means.Count == 0)
            return null;

        var slower = nowMeans
            .Select(phase => (Phase: phase.Key, Before: means.GetValueOrDefault(phase.Key), Now: phase.Value))
            .Where(phase => phase.Now > phase.Before)
            .OrderByDescending(phase => phase.Now - phase.Before)
            .ToList();

        var enough = Most * slower.Sum(phase => phase.Now - phase.Before);
        var named = new List<string>();
        foreach (var (phase, was, isNow) in slower)
        {
            named.Add(
                $"{phase.Name()} takes {Wording.Seconds(isNow - was)} longer ({Wording.Seconds(was)} -> {Wording.Seconds(isNow)})"
            );
            enough -= isNow - was;
            if (enough <= 0)
                break;
        }

        return named.Count == 0 ? null : string.Join(", ", named);
    }

    /// <summary>Over the injections that recovered; the others have no phases.</summary>
    private static Dictionary<Phase, double> Means(IReadOnlyList<InjectionValues> injections)
    {
        var recovered = injections.Where(injection => injection.Phases.Count > 0).ToList();
        return recovered
            .SelectMany(injection => injection.Phases.Keys)
            .Distinct()
            .ToDictionary(
                phase => phase,
                phase => recovered.Average(injection => injection.Phases.GetValueOrDefault(phase))
            );
    }
}
