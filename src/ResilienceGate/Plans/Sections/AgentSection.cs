using System.Reflection;
using ResilienceGate.Plans.Forms;
using ResilienceGate.Plans.Units;

namespace ResilienceGate.Plans.Sections;

/// <summary><c>agent</c>: what runs inside the cluster. Its namespace defaults to the target's, hence a function.</summary>
internal sealed class AgentSection : Section<Func<TargetPlan, AgentPlan>>
{
    private static readonly Key<string> Image = Key.Optional(
        "image",
        Names.Image,
        "the image of the gate's own version",
        "The image of the probe and the agents: this product's, from a registry that the cluster can pull from."
    );

    private static readonly Key<string> Namespace = Key.Optional(
        "namespace",
        Names.Namespace,
        "the target's namespace",
        "Where the probe's Job runs."
    );

    public override IReadOnlyList<Key> Keys => [Image, Namespace];

    protected override Func<TargetPlan, AgentPlan> Read(MappingReader section)
    {
        var image = section.TryGet(Image, out var ownImage) ? ownImage : DefaultImage();
        var ownNamespace = section.TryGet(Namespace, out var given) ? given : null;
        return target => new AgentPlan(image, ownNamespace ?? target.Namespace);
    }

    private static string DefaultImage() =>
        $"ghcr.io/resilience-gate/resilience-gate:{Assembly.GetExecutingAssembly().GetName().Version?.ToString(3)}";
}
