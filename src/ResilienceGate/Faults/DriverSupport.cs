using ResilienceGate.Core.Experiments;
using ResilienceGate.Faults.ChaosMesh;
using ResilienceGate.Faults.Gremlin;

namespace ResilienceGate.Faults;

/// <summary>Which driver injects which fault.</summary>
internal static class DriverSupport
{
    /// <summary>The driver that a fault is named after; native for all others.</summary>
    public static Driver Default(Fault fault) =>
        fault switch
        {
            Fault.ChaosMesh => Driver.ChaosMesh,
            Fault.Gremlin => Driver.Gremlin,
            Fault.KubeMonkey => Driver.KubeMonkey,
            _ => Driver.Native,
        };

    public static bool Injects(Driver driver, Fault fault) =>
        driver switch
        {
            Driver.Native => Default(fault) is Driver.Native,
            Driver.ChaosMesh => ChaosSpec.Of(fault, pods: [], ns: "") is not null,
            Driver.Gremlin => GremlinAttack.Of(fault, ns: "") is not null,
            Driver.KubeMonkey => fault is Fault.KubeMonkey,
            _ => throw new InvalidOperationException($"The driver {driver} is not known."),
        };
}
