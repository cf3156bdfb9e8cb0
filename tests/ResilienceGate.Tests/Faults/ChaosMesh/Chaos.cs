using ResilienceGate.Core.Experiments;

namespace ResilienceGate.Tests.Faults.ChaosMesh;

/// <summary>Objects of a user's own.</summary>
internal static class Chaos
{
    public const string Delay = """
        {"action":"delay","delay":{"latency":"500ms"},"mode":"one","selector":{"labelSelectors":{"app":"model"}}}
        """;

    public static Fault.ChaosMesh Network(string spec = Delay, bool outside = false) =>
        new("NetworkChaos", spec, Namespace: null, TimeSpan.FromSeconds(20), outside);

    public static Experiment Of(Fault fault, Mode? mode = null) =>
        Drills.Of(fault) with
        {
            Driver = Driver.ChaosMesh,
            Mode = mode ?? new Mode.One(),
        };
}
