using ResilienceGate.Core.Experiments;
using ResilienceGate.Plans.Forms;
using ResilienceGate.Plans.Units;

namespace ResilienceGate.Plans.Sections.Faults;

/// <summary>What the model depends on.</summary>
internal static class DependencyKeys
{
    public static Key<ServicePeer> Service { get; } =
        Key.Required(
            "service",
            ServicePeers.Form,
            "The Service that the model depends on, NAME or NAME.NAMESPACE, with :PORT where only that port is meant."
        );
}
