using ResilienceGate.Core.Experiments;
using ResilienceGate.Targets;

namespace ResilienceGate.Faults;

/// <summary>Chooses pods by mode, within the blast radius.</summary>
internal static class PodSelection
{
    public static Aim Choose(Mode mode, TargetState state, BlastRadius radius, Random random)
    {
        // In the order of their names, so that the seed alone decides.
        var pods = state.Serving.OrderBy(p => p.Name, StringComparer.Ordinal).ToArray();
        if (radius.Refuses(mode.AtMost(pods.Length)) is { } refused)
            return Aim.Refuse(refused);
        random.Shuffle(pods);
        var count =
            mode is Mode.RandomMaxPercent ? random.Next(mode.AtMost(pods.Length) + 1) : mode.AtMost(pods.Length);
        return count == 0 ? Aim.Refuse("its mode drew no pod at all") : Aim.At(pods[..count]);
    }
}
