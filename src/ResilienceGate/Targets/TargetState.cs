using System.Collections.Immutable;

namespace ResilienceGate.Targets;

/// <summary>The pods of the target at one moment, with those that are gone.</summary>
internal sealed record TargetState(ImmutableDictionary<string, PodTimes> Pods)
{
    public static readonly TargetState Empty = new(ImmutableDictionary<string, PodTimes>.Empty);

    public IEnumerable<PodTimes> Alive => Pods.Values.Where(p => p.IsAlive);

    public IEnumerable<PodTimes> Serving => Pods.Values.Where(p => p.IsServing);

    /// <summary>The desired number is serving, and no other pod is coming or going.</summary>
    public bool IsSettled(int desired) => Serving.Count() == desired && Alive.Count() == desired;
}
