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
        "Where the Jobs of the probe and of the guard run."
    );

    private static readonly Key<GuardMode> Guard = Key.Defaulted(
        "guard",
        new Choice<GuardMode>(
            new Option<GuardMode>("wanted", GuardMode.Wanted),
            new Option<GuardMode>("required", GuardMode.Required),
            new Option<GuardMode>("never", GuardMode.Never)
        ),
        "wanted",
        "Whether a Job in the cluster reverts cordons, taints and swapped images when the gate is killed. wanted: a run without it is warned. required: it is refused."
    );

    private static readonly Key<string> ServiceAccount = Key.Defaulted(
        "service-account",
        Names.ServiceAccount,
        AgentPlan.DefaultServiceAccount,
        "Whom the guard acts as, in the same namespace; action/rbac makes it."
    );

    public override IReadOnlyList<Key> Keys => [Image, Namespace, Guard, ServiceAccount];

    protected override Func<TargetPlan, AgentPlan> Read(MappingReader section)
    {
        var image = section.TryGet(Image, out var ownImage) ? ownImage : DefaultImage();
        var ownNamespace = section.TryGet(Namespace, out var given) ? given : null;
        var guard = section.Get(Guard);
        var account = section.Get(ServiceAccount);
        return target => new AgentPlan(image, ownNamespace ?? target.Namespace)
        {
            Guard = guard,
            ServiceAccount = account,
        };
    }

    private static string DefaultImage() =>
        $"ghcr.io/resilience-gate/resilience-gate:{Assembly.GetExecutingAssembly().GetName().Version?.ToString(3)}";
}
