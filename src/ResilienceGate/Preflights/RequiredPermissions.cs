using ResilienceGate.Core.Experiments;
using ResilienceGate.Faults.ChaosMesh;
using ResilienceGate.Guards;
using ResilienceGate.Plans;

namespace ResilienceGate.Preflights;

/// <summary>Exactly what a plan needs; <c>action/rbac</c> grants the same.</summary>
internal static class RequiredPermissions
{
    public static IReadOnlyList<Permission> For(Plan plan)
    {
        var target = plan.Target.Namespace;
        var agent = plan.Agent.Namespace;
        return
        [
            new(
                "get",
                "",
                "namespaces",
                null,
                "to see whether the namespace allows injections, and which cluster this is"
            ),
            new("get", "", "nodes", null, "to compare only what ran on the same kind of nodes"),
            .. Each(["get"], "apps", $"{plan.Target.Kind}s", target, "to read the target"),
            .. Each(["get"], "", "services", target, "to find the address that users call"),
            .. Each(["list", "watch"], "", "pods", target, "to see pods go and come back"),
            .. Each(
                ["list", "watch"],
                "discovery.k8s.io",
                "endpointslices",
                target,
                "to see replicas become ready for users"
            ),
            .. Each(
                ["get", "create", "update", "delete"],
                "coordination.k8s.io",
                "leases",
                target,
                "to hold the target for one run"
            ),
            .. Each(
                ["list", "get", "create", "update", "delete"],
                "",
                "configmaps",
                target,
                "to keep the journal and the baseline"
            ),
            .. Each(["create", "update", "delete"], "", "configmaps", agent, "to configure the probe"),
            .. Each(["create", "delete"], "batch", "jobs", agent, "to run the probe"),
            .. Each(["get", "list"], "", "pods", agent, "to find the probe"),
            .. Each(["get"], "", "pods/log", agent, "to read what the probe measures"),
            .. Each(["create", "get"], "", "pods/attach", agent, "to tell the probe what to do"),
            .. GuardJob.IsNeededBy(plan)
                ? Each(["get"], "", "serviceaccounts", agent, "to see whether a guard can be set")
                : [],
            .. plan.Experiments.SelectMany(e => For(e, target)).Distinct(),
            .. plan
                .Experiments.Where(e => e.Driver is Driver.Native)
                .Select(e => e.Fault)
                .OfType<Fault.Network>()
                .SelectMany(f => ForPeers(f, target))
                .Distinct(),
        ];
    }

    private static IEnumerable<Permission> For(Experiment experiment, string ns) =>
        experiment.Driver switch
        {
            Driver.Native => ForFault(experiment.Fault, ns),
            // What Gremlin does it does by its own agents and their rights.
            Driver.Gremlin => [],
            Driver.KubeMonkey => Each(["delete"], "", "pods", ns, "for the fault kube-monkey"),
            _ => Each(
                ["get", "list", "create", "delete", "patch"],
                ChaosApi.Group,
                ChaosSpec.Of(experiment.Fault, pods: [], ns)?.Kind.Resource ?? "*",
                ns,
                $"for {experiment.Fault.Kind} by Chaos Mesh"
            ),
        };

    private static IEnumerable<Permission> ForFault(Fault fault, string ns) =>
        fault switch
        {
            Fault.PodKill => Each(["delete"], "", "pods", ns, "for the fault pod-kill"),
            Fault.PodEvict => Each(["create"], "", "pods/eviction", ns, "for the fault pod-evict"),
            Fault.NodeDrain =>
            [
                .. Each(["create"], "", "pods/eviction", ns, "for the fault node-drain"),
                .. Each(["list", "patch"], "", "nodes", null, "for the fault node-drain"),
            ],
            Fault.InPod =>
            [
                .. Each(
                    ["patch"],
                    "",
                    "pods/ephemeralcontainers",
                    ns,
                    $"to put the agent of the fault {fault.Kind} into pods"
                ),
                .. Each(
                    ["create", "get"],
                    "",
                    "pods/exec",
                    ns,
                    $"to tell the agent of the fault {fault.Kind} to begin and to stop"
                ),
                .. Each(["get"], "", "pods/log", ns, $"to read what the agent of the fault {fault.Kind} has measured"),
                .. Each(["get"], "", "pods", ns, $"to see whether the agent of the fault {fault.Kind} has ended"),
            ],
            Fault.NodeFailure { Variant: NodeFailureVariant.Delete } =>
            [
                .. Each(["delete"], "", "pods", ns, "for the fault node-failure"),
                .. Each(["list", "patch"], "", "nodes", null, "for the fault node-failure"),
            ],
            Fault.NodeFailure =>
            [
                .. Each(["list", "patch"], "", "nodes", null, "for the fault node-failure"),
                .. Each(["list"], "", "pods", null, "to see whose pods a taint would evict"),
            ],
            Fault.PodFailure => Each(["get", "patch"], "", "pods", ns, "for the fault pod-failure"),
            Fault.ContainerKill =>
            [
                .. Each(["get"], "", "pods", ns, "for the fault container-kill"),
                .. Each(["create", "get"], "", "pods/exec", ns, "for the fault container-kill"),
            ],
            _ => throw new InvalidOperationException($"The fault {fault.Kind} is not known."),
        };

    /// <summary>What is not in the target's namespace; what is there is read anyway.</summary>
    private static IEnumerable<Permission> ForPeers(Fault.Network fault, string target) =>
        fault.Traffic.Service is { Namespace: { } ns } && ns != target
            ?
            [
                .. Each(["get"], "", "services", ns, $"to find the peers of the fault {fault.Kind}"),
                .. Each(
                    ["list"],
                    "discovery.k8s.io",
                    "endpointslices",
                    ns,
                    $"to find the peers of the fault {fault.Kind}"
                ),
            ]
            : [];

    private static IEnumerable<Permission> Each(
        string[] verbs,
        string group,
        string resource,
        string? ns,
        string why
    ) => verbs.Select(verb => new Permission(verb, group, resource, ns, why));
}
