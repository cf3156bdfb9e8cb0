using System.Text.Json.Nodes;
using ResilienceGate.Core.Experiments;
using ResilienceGate.Plans.Units;
using ResilienceGate.Targets;

namespace ResilienceGate.Faults.ChaosMesh;

/// <summary>A fault of the plan in the words of Chaos Mesh.</summary>
/// <param name="Spec">Without selector, mode and duration, which are the same for all faults.</param>
/// <param name="Duration">Zero for one that is over at once.</param>
internal sealed record ChaosSpec(ChaosKind Kind, JsonObject Spec, TimeSpan Duration)
{
    /// <summary>
    /// So long after its time an object ends by itself. It is the gate that ends it, in time; this is for a gate that was
    /// killed.
    /// </summary>
    private static readonly TimeSpan DeadMan = TimeSpan.FromSeconds(15);

    /// <summary>Kubernetes' own default of <c>terminationGracePeriodSeconds</c>.</summary>
    private const long DefaultGrace = 30;

    public bool IsOneShot => Kind.IsOneShot(Spec);

    /// <summary>A new fault is one line here.</summary>
    /// <param name="pods">Whom it hits; empty to see only whether Chaos Mesh can do it.</param>
    /// <param name="ns">The namespace of the target.</param>
    /// <returns>Null when Chaos Mesh has no such fault.</returns>
    public static ChaosSpec? Of(Fault fault, IReadOnlyList<PodTimes> pods, string ns) =>
        fault switch
        {
            Fault.DnsError { Answer: DnsAnswer.ServerFailure } dns => new(
                ChaosKind.Dns,
                new JsonObject { ["action"] = "error" },
                dns.Duration
            ),
            Fault.Network n => ChaosNetwork.Of(n, ns) is { } network
                ? new(ChaosKind.Network, network, n.Duration)
                : null,
            Fault.CpuStress cpu => new(ChaosKind.Stress, ChaosStress.Cpu(cpu, pods), cpu.Duration),
            Fault.MemoryStress m => ChaosStress.Memory(m) is { } memory
                ? new(ChaosKind.Stress, memory, m.Duration)
                : null,
            Fault.PodKill kill => new(ChaosKind.Pod, PodKill(kill, pods), TimeSpan.Zero),
            Fault.PodFailure f => new(ChaosKind.Pod, new JsonObject { ["action"] = "pod-failure" }, f.Duration),
            Fault.ContainerKill kill => new(ChaosKind.Pod, ContainerKill(kill, pods), TimeSpan.Zero),
            Fault.ChaosMesh own => new(
                ChaosKind.Of(own.ObjectKind),
                JsonNode.Parse(own.Spec) as JsonObject ?? [],
                own.Duration
            ),
            _ => null,
        };

    /// <summary>How many pods an object of the user's own hits of those that it selects.</summary>
    public static Mode ModeOf(Fault.ChaosMesh own) =>
        Of(own, pods: [], ns: "") is { } spec
        && new ChaosManifest(spec.Kind, own.Namespace, spec.Spec).Mode.Value is { } mode
            ? mode
            : new Mode.One();

    /// <summary>The namespaces that an object of the user's own names as its own or in its selector.</summary>
    public static IReadOnlyList<string> NamespacesOf(Fault.ChaosMesh own)
    {
        var selector = (JsonNode.Parse(own.Spec) as JsonObject)?["selector"] as JsonObject ?? [];
        return [.. new ChaosSelector(selector).Namespaces, .. own.Namespace is { } ns ? [ns] : Array.Empty<string>()];
    }

    /// <summary>The whole object, hitting exactly these pods.</summary>
    /// <param name="labels">By which it is found again.</param>
    public JsonObject Manifest(ChaosReference reference, IReadOnlyList<string> pods, IDictionary<string, string> labels)
    {
        var spec = Spec.DeepClone().AsObject();
        if (Kind.SelectsPods)
        {
            spec["selector"] = new JsonObject
            {
                ["pods"] = new JsonObject { [reference.Namespace] = new JsonArray([.. pods.Select(p => (JsonNode)p)]) },
            };
            spec["mode"] = "all";
            spec.Remove("value");
        }
        // A one-shot action does not look at it.
        spec["duration"] = Durations.Format(Duration + DeadMan);
        return new JsonObject
        {
            ["apiVersion"] = $"{ChaosApi.Group}/v1alpha1",
            ["kind"] = Kind.Name,
            ["metadata"] = new JsonObject
            {
                ["name"] = reference.Name,
                ["namespace"] = reference.Namespace,
                ["labels"] = new JsonObject(labels.Select(l => KeyValuePair.Create(l.Key, (JsonNode?)l.Value))),
            },
            ["spec"] = spec,
        };
    }

    /// <summary>The grace is always said: without it Chaos Mesh kills with none at all.</summary>
    private static JsonObject PodKill(Fault.PodKill kill, IReadOnlyList<PodTimes> pods) =>
        new()
        {
            ["action"] = "pod-kill",
            ["gracePeriod"] =
                (long?)kill.Grace?.TotalSeconds
                ?? pods.Select(p => p.Now.Spec?.TerminationGracePeriodSeconds).FirstOrDefault()
                ?? DefaultGrace,
        };

    /// <summary>Chaos Mesh wants the container's name, also where the pod has no other.</summary>
    private static JsonObject ContainerKill(Fault.ContainerKill kill, IReadOnlyList<PodTimes> pods)
    {
        var first = pods.Select(p => p.Now.Spec?.Containers[0].Name).FirstOrDefault();
        return new JsonObject
        {
            ["action"] = "container-kill",
            ["containerNames"] = new JsonArray(kill.Container ?? first ?? "unknown"),
        };
    }
}
