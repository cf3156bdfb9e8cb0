using ResilienceGate.Probes.OpenInference;

namespace ResilienceGate.Probes;

/// <summary>The protocols that a plan can name. A new one is one folder and one entry here.</summary>
internal static class ProbeProtocols
{
    public static IReadOnlyList<IProbeProtocol> All { get; } = [new OpenInferenceProtocol()];

    /// <returns>Null when there is none of this name.</returns>
    public static IProbeProtocol? Find(string name) => All.FirstOrDefault(protocol => protocol.Name == name);
}
