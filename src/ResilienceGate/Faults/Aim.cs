using ResilienceGate.Faults.ChaosMesh;
using ResilienceGate.Targets;

namespace ResilienceGate.Faults;

/// <summary>Whom one injection hits; chosen before anything is done.</summary>
/// <param name="Pods">The target's pods that go.</param>
/// <param name="Nodes">The nodes that are closed.</param>
/// <param name="Refused">Why nobody may be hit; null when the aim stands.</param>
internal sealed record Aim(IReadOnlyList<PodTimes> Pods, IReadOnlyList<AimedNode> Nodes, Refusal? Refused = null)
{
    /// <summary>The Chaos Mesh object that will be made; null where another driver injects.</summary>
    public ChaosReference? Chaos { get; init; }

    public static Aim At(IReadOnlyList<PodTimes> pods) => new(pods, []);

    public static Aim Refuse(Refusal why) => new([], [], why);

    /// <summary>Names of what is hit, for people.</summary>
    public IReadOnlyList<string> Names =>
        [
            .. Nodes.Select(n => $"node {n.Name}"),
            .. Pods.Select(p => p.Name),
            // What hits no pods, but a machine or a part of a cloud, is all there is to name.
            .. Chaos is { } chaos && Pods.Count == 0 ? [chaos.ToString()] : Array.Empty<string>(),
        ];
}
