using System.Text.Json.Nodes;

namespace ResilienceGate.Faults.ChaosMesh;

/// <summary>A kind of object that Chaos Mesh carries out.</summary>
/// <param name="Name">As its manifest spells it.</param>
/// <param name="SelectsPods">Its selector chooses pods, rather than machines or parts of a cloud.</param>
/// <param name="OneShot">Actions that are over at once, and of which Chaos Mesh recovers nothing.</param>
internal sealed record ChaosKind(string Name, bool SelectsPods, params IReadOnlyList<string> OneShot)
{
    public static ChaosKind Pod { get; } = new("PodChaos", true, "pod-kill", "container-kill");

    public static ChaosKind Network { get; } = new("NetworkChaos", true);

    public static ChaosKind Stress { get; } = new("StressChaos", true);

    public static ChaosKind Dns { get; } = new("DNSChaos", true);

    public static IReadOnlyList<ChaosKind> All { get; } =
    [
        Pod,
        Network,
        Stress,
        Dns,
        new("IOChaos", true),
        new("HTTPChaos", true),
        new("TimeChaos", true),
        new("BlockChaos", true),
        new("KernelChaos", true),
        new("JVMChaos", true),
        new("AWSChaos", false, "ec2-restart"),
        new("AzureChaos", false, "vm-restart"),
        new("GCPChaos", false, "node-reset"),
        new("PhysicalMachineChaos", false),
    ];

    /// <summary>The name of the resource: Chaos Mesh has no plurals.</summary>
    public string Resource => Name.ToLowerInvariant();

    public static ChaosKind? Find(string name) => All.FirstOrDefault(k => k.Name == name);

    /// <exception cref="InvalidOperationException">Nobody has checked the name before.</exception>
    public static ChaosKind Of(string name) =>
        Find(name) ?? throw new InvalidOperationException($"Chaos Mesh has no kind {name}.");

    /// <summary>
    /// Whether what this asks for is over at once: then <c>AllRecovered</c> never comes true, and its duration is not
    /// looked at.
    /// </summary>
    public bool IsOneShot(JsonObject spec) =>
        spec["action"] is { } action && OneShot.Contains(action.GetValue<string>());
}
