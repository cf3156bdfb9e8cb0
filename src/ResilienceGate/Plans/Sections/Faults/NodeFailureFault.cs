using ResilienceGate.Core.Experiments;
using ResilienceGate.Plans.Forms;
using ResilienceGate.Plans.Units;

namespace ResilienceGate.Plans.Sections.Faults;

internal static class NodeFailureFault
{
    private static readonly Key<TimeSpan> Duration = Key.Defaulted(
        "duration",
        Durations.Between("1s", "1h", "30s"),
        "30s",
        "How long the node takes no pods."
    );

    private static readonly Key<NodeFailureVariant> How = Key.Defaulted(
        "variant",
        new Choice<NodeFailureVariant>(
            new Option<NodeFailureVariant>("delete", NodeFailureVariant.Delete),
            new Option<NodeFailureVariant>("taint", NodeFailureVariant.Taint)
        ),
        "delete",
        "How the pods go. delete: together, with a grace of 1s. taint: the control plane evicts them by a NoExecute taint, with their own grace; only on a node where every pod of others tolerates it."
    );

    public static Variant<Fault> Variant { get; } =
        new(
            "node-failure",
            "A node is cordoned and the target's pods on it go at once, whatever their disruption budgets say; nobody else's pods are touched.",
            [Duration, How],
            section => new Fault.NodeFailure(section.Get(Duration), section.Get(How))
        );
}
