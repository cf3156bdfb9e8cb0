using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Tests.Api.Access;

/// <summary>What roles and bindings give to whom.</summary>
public sealed class RoleTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    private const string Rbac = "/apis/rbac.authorization.k8s.io/v1";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_role_gives_what_it_says_where_it_is_bound_and_no_more()
    {
        var ns = await cluster.NewNamespaceAsync(Ct);
        var other = await cluster.NewNamespaceAsync(Ct);
        var jane = cluster.As("jane");
        await cluster.GrantAsync(
            ns,
            "jane",
            """{ "apiGroups": [""], "resources": ["pods"], "verbs": ["get", "list"] }""",
            Ct
        );

        Assert.Equal(200, (await jane.GetAsync($"/api/v1/namespaces/{ns}/pods", Ct)).Code);
        Assert.Equal(404, (await jane.GetAsync($"/api/v1/namespaces/{ns}/pods/none", Ct)).Code);
        Assert.Equal(403, (await jane.GetAsync($"/api/v1/namespaces/{ns}/pods/none/log", Ct)).Code);
        Assert.Equal(403, (await jane.GetAsync($"/api/v1/namespaces/{other}/pods", Ct)).Code);
        Assert.Equal(403, (await jane.GetAsync("/api/v1/pods", Ct)).Code);
        Assert.Equal(403, (await cluster.As("john").GetAsync($"/api/v1/namespaces/{ns}/pods", Ct)).Code);
    }

    [Fact]
    public async Task A_cluster_role_that_is_bound_in_a_namespace_counts_there_alone()
    {
        var ns = await cluster.NewNamespaceAsync(Ct);
        await cluster.Administrator.PostAsync(
            $"{Rbac}/namespaces/{ns}/rolebindings",
            ClusterFixture.Binding("view", "ClusterRole", "view", "vera"),
            Ct
        );
        var vera = cluster.As("vera");

        // What aggregation gathers into it; and its own namespace, but no other one.
        Assert.Equal(200, (await vera.GetAsync($"/apis/apps/v1/namespaces/{ns}/deployments", Ct)).Code);
        Assert.Equal(200, (await vera.GetAsync($"/api/v1/namespaces/{ns}", Ct)).Code);
        Assert.Equal(403, (await vera.GetAsync($"/api/v1/namespaces/{ns}/secrets", Ct)).Code);
        Assert.Equal(403, (await vera.GetAsync("/api/v1/namespaces/default", Ct)).Code);
        Assert.Equal(403, (await vera.GetAsync("/apis/apps/v1/deployments", Ct)).Code);
    }

    [Fact]
    public async Task An_account_that_is_bound_without_a_namespace_is_that_of_the_binding()
    {
        var ns = await cluster.NewNamespaceAsync(Ct);
        await cluster.Administrator.PostAsync(
            $"{Rbac}/namespaces/{ns}/rolebindings",
            """
            {
              "metadata": { "name": "view" },
              "roleRef": { "kind": "ClusterRole", "name": "view" },
              "subjects": [{ "kind": "ServiceAccount", "name": "bob" }, { "kind": "Group", "name": "dev" }]
            }
            """,
            Ct
        );
        var pods = $"/api/v1/namespaces/{ns}/pods";

        Assert.Equal(200, (await cluster.As($"system:serviceaccount:{ns}:bob").GetAsync(pods, Ct)).Code);
        Assert.Equal(403, (await cluster.As("system:serviceaccount:default:bob").GetAsync(pods, Ct)).Code);
        Assert.Equal(200, (await cluster.As("jane", "dev").GetAsync(pods, Ct)).Code);
        Assert.Equal(403, (await cluster.As("jane", "ops").GetAsync(pods, Ct)).Code);
    }

    [Fact]
    public async Task A_change_of_a_role_counts_at_once()
    {
        var ns = await cluster.NewNamespaceAsync(Ct);
        var roles = $"{Rbac}/namespaces/{ns}/roles";
        var pods = $"/api/v1/namespaces/{ns}/pods";
        var max = cluster.As("max");
        await cluster.Administrator.PostAsync(
            $"{Rbac}/namespaces/{ns}/rolebindings",
            ClusterFixture.Binding("b", "Role", "r", "max"),
            Ct
        );

        Assert.EndsWith(
            $"in the namespace \"{ns}\": RBAC: role.rbac.authorization.k8s.io \"r\" not found",
            (await max.GetAsync(pods, Ct)).Message,
            StringComparison.Ordinal
        );
        await cluster.Administrator.PostAsync(
            roles,
            """
            {
              "metadata": { "name": "r" },
              "rules": [{ "apiGroups": [""], "resources": ["pods"], "verbs": ["list"] }]
            }
            """,
            Ct
        );
        Assert.Equal(200, (await max.GetAsync(pods, Ct)).Code);
        await cluster.Administrator.PatchAsync($"{roles}/r", """{ "rules": [] }""", Ct);
        Assert.Equal(403, (await max.GetAsync(pods, Ct)).Code);
    }

    [Fact]
    public async Task A_role_that_aggregates_follows_the_roles_that_it_selects()
    {
        var ns = await cluster.NewNamespaceAsync(Ct);
        await cluster.Administrator.PostAsync(
            $"{Rbac}/namespaces/{ns}/rolebindings",
            ClusterFixture.Binding("edit", "ClusterRole", "edit", "ed"),
            Ct
        );
        var widgets = $"/apis/example.com/v1/namespaces/{ns}/widgets";
        Assert.Equal(403, (await cluster.As("ed").GetAsync(widgets, Ct)).Code);

        // Into view, and from there into edit.
        await cluster.Administrator.PostAsync(
            $"{Rbac}/clusterroles",
            """
            {
              "metadata": { "name": "widgets", "labels": { "rbac.authorization.k8s.io/aggregate-to-view": "true" } },
              "rules": [{ "apiGroups": ["example.com"], "resources": ["widgets"], "verbs": ["list"] }]
            }
            """,
            Ct
        );

        await cluster.UntilAsync(
            ResourceTypes.ClusterRoles,
            role => role.Name is "edit" && role.Json.ToJsonString().Contains("widgets", StringComparison.Ordinal),
            Ct
        );
        // There is no such resource, but it may be looked for.
        Assert.Equal(404, (await cluster.As("ed").GetAsync(widgets, Ct)).Code);
    }
}
