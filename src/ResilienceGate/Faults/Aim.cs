using ResilienceGate.Faults.ChaosMesh;
using ResilienceGate.Faults.Network;
using ResilienceGate.Faults.Nodes;
using ResilienceGate.Faults.PodFailure;
using ResilienceGate.Targets;

namespace ResilienceGate.Faults;

/// <summary>Whom one injection hits; chosen before anything is done.</summary>
/// <param name="Pods">The target's pods that go, or that the fault is in.</param>
/// <param name="Nodes">The nodes that are closed.</param>
/// <param name="Refused">Why nobody may be hit; null when the aim stands.</param>
internal sealed record Aim(IReadOnlyList<PodTimes> Pods, IReadOnlyList<AimedNode> Nodes, Refusal? Refused = null)
{
    /// <summary>
    /// The ephemeral container that carries the fault out in each of the pods; null for a fault that needs none.
    /// </summary>
    public string? Agent { get; init; }

    /// <summary>What a fault of the network hits in the pods; none for other faults.</summary>
    public NetworkAim Network { get; init; } = NetworkAim.None;

    /// <summary>The pods whose images are swapped, and what those are; empty where none are.</summary>
    public IReadOnlyList<SwappedImages> Swaps { get; init; } = [];

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
