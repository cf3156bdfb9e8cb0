using System.Text.Json.Nodes;
using ResilienceGate.Plans.Yaml;

namespace ResilienceGate.Plans.Forms;

/// <summary>A mapping of known keys.</summary>
internal abstract class Section<T> : Form<T>, ISection
{
    public abstract IReadOnlyList<Key> Keys { get; }

    /// <summary>The key that chooses between <see cref="Variants"/>; null where there are none.</summary>
    public virtual Key? Discriminator => null;

    public virtual IReadOnlyList<Variant> Variants => [];

    public override string Description => $"a section with {string.Join(", ", Keys.Select(k => k.Name))}";

    public override string Addition(string key) =>
        $"`{key}:` and below it, indented, {string.Join(", ", Keys.Where(k => k.IsRequired).Select(k => k.Name))}";

    public sealed override T Read(PlanNode node, Slot slot, PlanContext context)
    {
        if (node is PlanNode.Mapping mapping)
        {
            var reader = new MappingReader(this, mapping, slot, context);
            var value = Read(reader);
            reader.RefuseUnknownKeys();
            return value;
        }
        context.Errors.Add(
            node is PlanNode.Scalar { IsEmpty: true } ? slot.At : node.At,
            $"{slot.Name} is {Description}; write `key: value` for each, indented, on lines of their own"
        );
        return StandIn(context);
    }

    public sealed override T StandIn(PlanContext context) =>
        Read(new PlanNode.Mapping(Position.Start, []), new Slot("", Position.Start), context.Unheard());

    protected abstract T Read(MappingReader section);

    public sealed override JsonObject Schema() => SectionSchema.Of(this);
}
