using ResilienceGate.Core.Experiments;
using ResilienceGate.Targets;

namespace ResilienceGate.Faults;

/// <summary>Chooses pods by mode, within the blast radius.</summary>
internal static class PodSelection
{
    /// <param name="first">Pods with the smallest of these numbers come first; null when all are alike.</param>
    public static Aim Choose(
        Mode mode,
        TargetState state,
        BlastRadius radius,
        Random random,
        Func<PodTimes, int>? first = null
    )
    {
        // In the order of their names, so that the seed alone decides.
        var pods = state.Serving.OrderBy(p => p.Name, StringComparer.Ordinal).ToArray();
        if (pods.Length == 0)
            return Aim.Refuse(new Refusal.ByTarget("no pod of the target serves"));
        if (radius.Refuses(mode.AtMost(pods.Length)) is { } refused)
            return Aim.Refuse(new Refusal.ByTarget(refused));
        random.Shuffle(pods);
        if (first is not null)
            pods = [.. pods.OrderBy(first)];
        return Aim.At(pods[..mode.Draw(pods.Length, random)]);
    }
}
