using ResilienceGate.Faults.Nodes;
using ResilienceGate.Faults.PodFailure;
using ResilienceGate.Targets;

namespace ResilienceGate.Faults;

/// <summary>Whom one injection hits; chosen before anything is done.</summary>
/// <param name="Pods">The target's pods that go.</param>
/// <param name="Nodes">The nodes that are closed.</param>
/// <param name="Refused">Why nobody may be hit; null when the aim stands.</param>
internal sealed record Aim(IReadOnlyList<PodTimes> Pods, IReadOnlyList<AimedNode> Nodes, Refusal? Refused = null)
{
    /// <summary>The pods whose images are swapped, and what those are; empty where none are.</summary>
    public IReadOnlyList<SwappedImages> Swaps { get; init; } = [];

    public static Aim At(IReadOnlyList<PodTimes> pods) => new(pods, []);

    public static Aim Refuse(Refusal why) => new([], [], why);

    /// <summary>Names of what is hit, for people.</summary>
    public IReadOnlyList<string> Names => [.. Nodes.Select(n => $"node {n.Name}"), .. Pods.Select(p => p.Name)];
}
