using k8s;
using k8s.Models;
using ResilienceGate.Faults.ChaosMesh;
using ResilienceGate.Guards;
using ResilienceGate.Plans;
using ResilienceGate.Preflights;
using ResilienceGate.Tests.Plans;

namespace ResilienceGate.Tests.Preflights;

/// <summary>What a plan asks for and what <c>action/rbac</c> grants are the same.</summary>
public sealed class ShippedRightsTests
{
    private const string Namespace = "recommender";

    /// <summary>What the shipped rights hold beside the needs of a plan, each with who uses it.</summary>
    private static readonly HashSet<string> Beyond =
    [
        // `rollback` finds the lease of a run.
        "list leases.coordination.k8s.io in recommender",
        // Why a probe did not start.
        "list events. in recommender",
        // People who look at what the gate looks at.
        "list deployments.apps in recommender",
        "list statefulsets.apps in recommender",
        "get replicasets.apps in recommender",
        "list replicasets.apps in recommender",
        "list services. in recommender",
        "get endpointslices.discovery.k8s.io in recommender",
        "get jobs.batch in recommender",
        "list jobs.batch in recommender",
        // Whether Chaos Mesh is at work on the target, from another namespace or by a kind that the plan does not have.
        .. ChaosKind.All.Where(k => k.SelectsPods).Select(k => $"list {k.Resource}.chaos-mesh.org everywhere"),
    ];

    /// <summary>Together they have every kind of right that a plan can need.</summary>
    private static string[] Plans =>
        [
            Samples.Complete,
            Samples.Minimal,
            Samples.Outages,
            Samples.Drivers,
            Samples.Minimal.Replace("pod-kill", "cpu-stress", StringComparison.Ordinal),
        ];

    [Fact]
    public async Task What_any_plan_asks_for_is_granted()
    {
        var granted = await GrantedAsync();

        foreach (var text in Plans)
            Assert.Empty(Asked(text).Except(granted));
    }

    [Fact]
    public async Task What_is_granted_is_asked_for_by_some_plan_or_has_a_use_that_is_written_down()
    {
        var asked = Plans.SelectMany(Asked).ToHashSet();

        var more = (await GrantedAsync()).Except(asked).ToHashSet();

        Assert.Equal(Beyond.Order(StringComparer.Ordinal), more.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_guard_is_granted_exactly_what_it_asks_for() =>
        Assert.Equal(
            GuardRights
                .In(Namespace, Namespace)
                .Select(p => Spell(p.Verb, p.Resource, p.Group, p.Namespace))
                .Distinct()
                .Order(StringComparer.Ordinal),
            (await GrantedAsync(AgentPlan.DefaultServiceAccount)).Order(StringComparer.Ordinal)
        );

    private static IEnumerable<string> Asked(string text)
    {
        var plan = Samples.Read(text);
        return RequiredPermissions
            .For(
                plan with
                {
                    Target = plan.Target with { Namespace = Namespace },
                    Agent = plan.Agent with { Namespace = Namespace },
                }
            )
            .Select(p => Spell(p.Verb, p.Resource, p.Group, p.Namespace));
    }

    private static async Task<HashSet<string>> GrantedAsync(string role = "resilience-gate")
    {
        var objects = await KubernetesYaml.LoadAllFromFileAsync(
            Repository.File("action/rbac/resilience-gate.yaml"),
            new Dictionary<string, Type>
            {
                ["v1/ServiceAccount"] = typeof(V1ServiceAccount),
                ["rbac.authorization.k8s.io/v1/Role"] = typeof(V1Role),
                ["rbac.authorization.k8s.io/v1/ClusterRole"] = typeof(V1ClusterRole),
                ["rbac.authorization.k8s.io/v1/RoleBinding"] = typeof(V1RoleBinding),
                ["rbac.authorization.k8s.io/v1/ClusterRoleBinding"] = typeof(V1ClusterRoleBinding),
            }
        );
        var inNamespace = objects
            .OfType<V1Role>()
            .Where(r => r.Name() == role)
            .SelectMany(r => Spell(r.Rules, r.Namespace()));
        var everywhere = objects
            .OfType<V1ClusterRole>()
            .Where(r => r.Name() == role)
            .SelectMany(r => Spell(r.Rules, ns: null));
        return [.. inNamespace, .. everywhere];
    }

    private static IEnumerable<string> Spell(IEnumerable<V1PolicyRule> rules, string? ns) =>
        from rule in rules
        from verb in rule.Verbs
        from resource in rule.Resources
        from @group in rule.ApiGroups
        select Spell(verb, resource, @group, ns);

    private static string Spell(string verb, string resource, string apiGroup, string? ns) =>
        $"{verb} {resource}.{apiGroup} {(ns is null ? "everywhere" : $"in {ns}")}";
}
