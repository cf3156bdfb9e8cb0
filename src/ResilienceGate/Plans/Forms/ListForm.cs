using System.Text.Json.Nodes;
using ResilienceGate.Plans.Yaml;

namespace ResilienceGate.Plans.Forms;

/// <summary>A list of at least one item.</summary>
/// <param name="itemName">What messages call an item: <c>the experiment</c>.</param>
internal sealed class ListForm<T>(Form<T> item, string itemName, int most) : Form<IReadOnlyList<T>>
{
    public override string Description => $"a list of 1 to {most} items";

    /// <summary>The form of each item.</summary>
    public Form<T> Item => item;

    public override string Addition(string key) => $"`{key}:` and below it a list, each item beginning with `- `";

    public override IReadOnlyList<T> Read(PlanNode node, Slot slot, PlanContext context)
    {
        if (node is not PlanNode.Sequence { Items: { Count: > 0 } items })
        {
            context.Errors.Add(
                node is PlanNode.Mapping ? node.At : slot.At,
                $"{slot.Name} is {Description}; begin each item with `- ` on a line of its own"
            );
            return [];
        }
        if (items.Count > most)
            context.Errors.Add(
                items[most].At,
                $"{slot.Name} has {items.Count} items, but is {Description}; remove some"
            );
        return [.. items.Select(i => item.Read(i, new Slot(itemName, i.At), context))];
    }

    public override IReadOnlyList<T> StandIn(PlanContext context) => [];

    public override JsonObject Schema() =>
        new()
        {
            ["type"] = "array",
            ["minItems"] = 1,
            ["maxItems"] = most,
            ["items"] = item.Schema(),
        };
}
