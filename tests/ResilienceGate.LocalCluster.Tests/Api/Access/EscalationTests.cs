using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Tests.Api.Access;

/// <summary>Nobody gives away rights that they do not have.</summary>
public sealed class EscalationTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    private const string Rbac = "/apis/rbac.authorization.k8s.io/v1";

    private const string NodeReader = """
        {
          "metadata": { "name": "r" },
          "rules": [{ "apiGroups": [""], "resources": ["nodes", "pods"], "verbs": ["delete", "get"] }]
        }
        """;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_role_may_say_what_its_author_may_do_and_no_more()
    {
        var ns = await NamespaceOfAsync("ada");
        var roles = $"{Rbac}/namespaces/{ns}/roles";
        var ada = cluster.As("ada");

        var refused = await ada.PostAsync(roles, NodeReader, Ct);
        Assert.Equal(
            "roles.rbac.authorization.k8s.io \"r\" is forbidden: user \"ada\" (groups=[\"system:authenticated\"]) is "
                + "attempting to grant RBAC permissions not currently held:\n"
                + "{APIGroups:[\"\"], Resources:[\"nodes\"], Verbs:[\"delete\" \"get\"]}",
            refused.Message
        );
        Assert.Equal(403, (await ada.ApplyAsync($"{roles}/r", WithKind(NodeReader, "Role"), Ct)).Code);

        var allowed = NodeReader.Replace("\"nodes\", ", "", StringComparison.Ordinal);
        Assert.Equal(201, (await ada.PostAsync(roles, allowed, Ct)).Code);
        Assert.Equal(
            403,
            (
                await ada.PatchAsync(
                    $"{roles}/r",
                    """{ "rules": [{ "apiGroups": ["*"], "resources": ["*"], "verbs": ["*"] }] }""",
                    Ct
                )
            ).Code
        );
        Assert.Equal(
            200,
            (await ada.PatchAsync($"{roles}/r", """{ "metadata": { "labels": { "a": "b" } } }""", Ct)).Code
        );
    }

    [Fact]
    public async Task The_verb_escalate_lifts_the_limit()
    {
        var ns = await NamespaceOfAsync("emil");
        await cluster.GrantAsync(
            ns,
            "emil",
            """{ "apiGroups": ["rbac.authorization.k8s.io"], "resources": ["roles"], "verbs": ["escalate"] }""",
            Ct
        );

        Assert.Equal(201, (await cluster.As("emil").PostAsync($"{Rbac}/namespaces/{ns}/roles", NodeReader, Ct)).Code);
    }

    [Fact]
    public async Task A_role_is_bound_by_those_who_have_its_rights_or_the_verb_bind()
    {
        var ns = await NamespaceOfAsync("bea");
        var bindings = $"{Rbac}/namespaces/{ns}/rolebindings";
        var bea = cluster.As("bea");
        var root = ClusterFixture.Binding("root", "ClusterRole", "cluster-admin", "bob");

        Assert.Equal(
            201,
            (await bea.PostAsync(bindings, ClusterFixture.Binding("v", "ClusterRole", "view", "bob"), Ct)).Code
        );
        Assert.EndsWith(
            "\n{APIGroups:[\"*\"], Resources:[\"*\"], Verbs:[\"*\"]}\n{NonResourceURLs:[\"*\"], Verbs:[\"*\"]}",
            (await bea.PostAsync(bindings, root, Ct)).Message,
            StringComparison.Ordinal
        );
        Assert.Equal(
            "rolebindings.rbac.authorization.k8s.io \"none\" not found",
            (await bea.PostAsync(bindings, ClusterFixture.Binding("n", "Role", "none", "bob"), Ct)).Message
        );

        await cluster.GrantAsync(
            ns,
            "bea",
            """
            {
              "apiGroups": ["rbac.authorization.k8s.io"],
              "resources": ["clusterroles"],
              "verbs": ["bind"],
              "resourceNames": ["cluster-admin"]
            }
            """,
            Ct
        );
        Assert.Equal(201, (await bea.PostAsync(bindings, root, Ct)).Code);
    }

    [Fact]
    public async Task Only_those_who_may_do_everything_aggregate()
    {
        await cluster.Administrator.PostAsync(
            $"{Rbac}/clusterroles",
            """
            {
              "metadata": { "name": "role-author" },
              "rules": [
                { "apiGroups": ["rbac.authorization.k8s.io"], "resources": ["clusterroles"], "verbs": ["create"] }
              ]
            }
            """,
            Ct
        );
        await cluster.Administrator.PostAsync(
            $"{Rbac}/clusterrolebindings",
            ClusterFixture.Binding("role-author", "ClusterRole", "role-author", "greg"),
            Ct
        );

        var refused = await cluster
            .As("greg")
            .PostAsync(
                $"{Rbac}/clusterroles",
                """
                {
                  "metadata": { "name": "all" },
                  "aggregationRule": { "clusterRoleSelectors": [{ "matchLabels": { "a": "b" } }] }
                }
                """,
                Ct
            );

        Assert.EndsWith(
            "must have cluster-admin privileges to use the aggregationRule",
            refused.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task What_a_binding_gives_is_never_changed()
    {
        var ns = await cluster.NewNamespaceAsync(Ct);
        var bindings = $"{Rbac}/namespaces/{ns}/rolebindings";
        await cluster.Administrator.PostAsync(bindings, ClusterFixture.Binding("b", "ClusterRole", "view", "bob"), Ct);

        var refused = await cluster.Administrator.PatchAsync(
            $"{bindings}/b",
            """{ "roleRef": { "name": "edit" } }""",
            Ct
        );

        Assert.Equal(
            "RoleBinding.rbac.authorization.k8s.io \"b\" is invalid: roleRef: Invalid value: "
                + "{\"APIGroup\":\"rbac.authorization.k8s.io\",\"Kind\":\"ClusterRole\",\"Name\":\"edit\"}: cannot change roleRef",
            refused.Message
        );
    }

    [Fact]
    public async Task Wrong_rules_and_subjects_are_refused_field_by_field()
    {
        var role = await cluster.Administrator.PostAsync(
            $"{Rbac}/namespaces/default/roles",
            """
            {
              "metadata": { "name": "bad" },
              "rules": [
                { "apiGroups": [""], "resources": ["nodes"] },
                { "verbs": ["get"] },
                { "verbs": ["get"], "nonResourceURLs": ["/a"] }
              ]
            }
            """,
            Ct
        );
        var binding = await cluster.Administrator.PostAsync(
            $"{Rbac}/clusterrolebindings",
            """
            {
              "metadata": { "name": "bad" },
              "roleRef": { "kind": "Role", "name": "" },
              "subjects": [{ "kind": "User", "name": "a" }, { "kind": "Cat", "name": "b" }, { "kind": "ServiceAccount", "name": "c" }]
            }
            """,
            Ct
        );

        Assert.Equal(
            ["rules[0].verbs", "rules[1].apiGroups", "rules[1].resources", "rules[2].nonResourceURLs"],
            Fields(role)
        );
        Assert.Equal(["roleRef.kind", "roleRef.name", "subjects[1].kind", "subjects[2].namespace"], Fields(binding));
    }

    private static IEnumerable<string?> Fields(Answer answer) =>
        (answer.Body.Object("details") ?? []).Items("causes").Select(cause => cause.Text("field"));

    /// <summary>A namespace whose administrator the user is.</summary>
    private async Task<string> NamespaceOfAsync(string user)
    {
        var ns = await cluster.NewNamespaceAsync(Ct);
        await cluster.Administrator.PostAsync(
            $"{Rbac}/namespaces/{ns}/rolebindings",
            ClusterFixture.Binding("admin", "ClusterRole", "admin", user),
            Ct
        );
        return ns;
    }

    private static string WithKind(string json, string kind) =>
        $$"""{ "apiVersion": "rbac.authorization.k8s.io/v1", "kind": "{{kind}}", {{json.Trim()[1..]}}""";
}
