using System.Reflection;
using k8s.Models;
using ResilienceGate.Plans.Forms;
using ResilienceGate.Plans.Units;

namespace ResilienceGate.Plans.Sections;

/// <summary><c>agent</c>: what runs inside the cluster. Its namespace defaults to the target's, hence a function.</summary>
internal sealed class AgentSection : Section<Func<TargetPlan, AgentPlan>>
{
    private const int MostOfAList = 20;

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

    private static readonly Key<IReadOnlyList<string>> PullSecrets = Key.Optional(
        "image-pull-secrets",
        new ListForm<string>(Names.Secret, "the secret", MostOfAList),
        "none",
        "The Secrets that the image is pulled with, in the same namespace."
    );

    private static readonly Key<IReadOnlyList<V1Toleration>> Tolerations = Key.Optional(
        "tolerations",
        new ListForm<V1Toleration>(
            new KubernetesForm<V1Toleration>("a toleration as a pod has it", "{ key: dedicated, operator: Exists }"),
            "the toleration",
            MostOfAList
        ),
        "none",
        "The taints of nodes that the pods of the probe and the guard put up with."
    );

    private static readonly Key<V1ResourceRequirements> Resources = Key.Optional(
        "resources",
        new KubernetesForm<V1ResourceRequirements>(
            "requests and limits as a container has them",
            "{ requests: { cpu: 100m, memory: 64Mi } }"
        ),
        "what each needs by experience",
        "Requests and limits of the probe, and of the guard."
    );

    private static readonly Key<V1PodSecurityContext> SecurityContext = Key.Optional(
        "security-context",
        new KubernetesForm<V1PodSecurityContext>("a securityContext as a pod has it", "{ runAsUser: 1000 }"),
        "a user that is not root, and the default seccomp profile",
        "The securityContext of the pods of the probe and the guard."
    );

    public override IReadOnlyList<Key> Keys =>
        [Image, Namespace, Guard, ServiceAccount, PullSecrets, Tolerations, Resources, SecurityContext];

    protected override Func<TargetPlan, AgentPlan> Read(MappingReader section)
    {
        var image = section.TryGet(Image, out var ownImage) ? ownImage : DefaultImage();
        var ownNamespace = section.TryGet(Namespace, out var given) ? given : null;
        var guard = section.Get(Guard);
        var account = section.Get(ServiceAccount);
        var secrets = section.TryGet(PullSecrets, out var someSecrets) ? someSecrets : [];
        var tolerations = section.TryGet(Tolerations, out var someTolerations) ? someTolerations : [];
        var resources = section.TryGet(Resources, out var ownResources) ? ownResources : null;
        var context = section.TryGet(SecurityContext, out var ownContext) ? ownContext : null;
        return target => new AgentPlan(image, ownNamespace ?? target.Namespace)
        {
            Guard = guard,
            ServiceAccount = account,
            PullSecrets = secrets,
            Tolerations = tolerations,
            Resources = resources,
            SecurityContext = context,
        };
    }

    private static string DefaultImage() =>
        $"ghcr.io/resilience-gate/resilience-gate:{Assembly.GetExecutingAssembly().GetName().Version?.ToString(3)}";
}
