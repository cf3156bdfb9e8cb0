using ResilienceGate.Plans.Yaml;

namespace ResilienceGate.Plans.Forms;

/// <inheritdoc/>
internal sealed class Key<T>(string name, Form<T> form, string meaning) : Key(name, meaning)
{
    public override Form Form => form;

    public T Read(PlanNode node, Slot slot, PlanContext context) => form.Read(node, slot, context);

    /// <summary>The default, or a stand-in when there is none.</summary>
    public T Absent(PlanContext context) =>
        Default is null
            ? form.StandIn(context)
            : form.Read(
                new PlanNode.Scalar(Position.Start, Default, Plain: true),
                new Slot(Name, Position.Start),
                context
            );
}
