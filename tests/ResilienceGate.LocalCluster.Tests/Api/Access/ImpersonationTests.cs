using System.Text.Json.Nodes;
using ResilienceGate.LocalCluster.Store;
using ResilienceGate.LocalCluster.Tests.Store;

namespace ResilienceGate.LocalCluster.Tests.Api.Access;

/// <summary>Acting as somebody else.</summary>
public sealed class ImpersonationTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("jane", "", """{ "username": "jane", "groups": ["system:authenticated"] }""")]
    [InlineData("jane", "dev", """{ "username": "jane", "groups": ["dev", "system:authenticated"] }""")]
    [InlineData(
        "system:serviceaccount:a:b",
        "",
        """
            {
              "username": "system:serviceaccount:a:b",
              "groups": ["system:serviceaccounts", "system:serviceaccounts:a", "system:authenticated"]
            }
            """
    )]
    [InlineData(
        "system:node:n1",
        "",
        """{ "username": "system:node:n1", "groups": ["system:nodes", "system:authenticated"] }"""
    )]
    public async Task A_user_has_the_groups_that_it_is_given_or_always_has(string user, string group, string expected)
    {
        var acting = group.Length == 0 ? cluster.As(user) : cluster.As(user, group);

        Json.AreEqual(Json.Object(expected), await WhoAmIAsync(acting));
    }

    [Fact]
    public async Task Uid_and_extra_are_taken_from_the_headers()
    {
        var token = await AccountAsync("cluster-admin");

        var acting = cluster.Bearer(
            token,
            ("Impersonate-User", "jane"),
            ("Impersonate-Uid", "7"),
            ("Impersonate-Extra-Reason%2Fwhy", "test")
        );

        Json.AreEqual(
            Json.Object(
                """
                {
                  "username": "jane",
                  "uid": "7",
                  "groups": ["system:authenticated"],
                  "extra": { "reason/why": ["test"] }
                }
                """
            ),
            await WhoAmIAsync(acting)
        );
    }

    [Theory]
    [InlineData("jane", "user-info")]
    [InlineData("system:serviceaccount:a:b", "serviceaccount")]
    [InlineData("system:node:n1", "arbitrary-node")]
    public async Task Without_a_right_to_it_a_request_is_refused(string user, string mode)
    {
        var token = await AccountAsync("view");

        var refused = await cluster.Bearer(token, ("Impersonate-User", user)).GetAsync("/api/v1/pods", Ct);

        Assert.Equal(403, refused.Code);
        Assert.EndsWith(
            $"cannot impersonate-on:{mode}:list resource \"pods\" in API group \"\" at the cluster scope",
            refused.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task The_verb_impersonate_is_for_the_users_and_groups_that_are_named()
    {
        var token = await AccountAsync(
            """{ "apiGroups": [""], "resources": ["users"], "verbs": ["impersonate"], "resourceNames": ["jane"] }"""
        );

        Assert.Equal(
            "pods is forbidden: User \"jane\" cannot list resource \"pods\" in API group \"\" at the cluster scope",
            (await cluster.Bearer(token, ("Impersonate-User", "jane")).GetAsync("/api/v1/pods", Ct)).Message
        );
        Assert.Equal(403, (await cluster.Bearer(token, ("Impersonate-User", "john")).GetAsync("/api", Ct)).Code);
        Assert.Equal(
            403,
            (
                await cluster
                    .Bearer(token, ("Impersonate-User", "jane"), ("Impersonate-Group", "system:masters"))
                    .GetAsync("/api", Ct)
            ).Code
        );
    }

    [Fact]
    public async Task A_constrained_right_is_good_for_one_thing_and_never_for_administrators()
    {
        var token = await AccountAsync(
            """{ "apiGroups": ["authentication.k8s.io"], "resources": ["users", "groups"], "verbs": ["impersonate:user-info"] }""",
            """{ "apiGroups": [""], "resources": ["pods"], "verbs": ["impersonate-on:user-info:list"] }"""
        );
        var asJane = cluster.Bearer(token, ("Impersonate-User", "jane"));
        var asMaster = cluster.Bearer(token, ("Impersonate-User", "jane"), ("Impersonate-Group", "system:masters"));

        Assert.Contains(
            "User \"jane\" cannot list",
            (await asJane.GetAsync("/api/v1/pods", Ct)).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "cannot impersonate-on:user-info:list resource \"secrets\"",
            (await asJane.GetAsync("/api/v1/secrets", Ct)).Message,
            StringComparison.Ordinal
        );
        Assert.EndsWith(
            ": impersonating the system:masters group is not allowed",
            (await asMaster.GetAsync("/api/v1/pods", Ct)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Headers_that_name_no_user_are_a_mistake()
    {
        var refused = await new ApiUser(cluster.Http, cluster.Url, [("Impersonate-Group", "x")]).GetAsync("/api", Ct);

        Assert.Equal(400, refused.Code);
        Assert.EndsWith("without impersonating a user name", refused.Message, StringComparison.Ordinal);
    }

    private static async Task<JsonObject?> WhoAmIAsync(ApiUser user) =>
        (await user.PostAsync("/apis/authentication.k8s.io/v1/selfsubjectreviews", "{}", Ct)).Status.Object("userInfo");

    /// <returns>The token of a service account that has a cluster role, or these rules everywhere.</returns>
    private async Task<string> AccountAsync(params string[] rules)
    {
        const string Rbac = "/apis/rbac.authorization.k8s.io/v1";
        var ns = await cluster.NewNamespaceAsync(Ct);
        var role = rules[0];
        if (role.StartsWith('{'))
        {
            role = $"{ns}-role";
            var body = $$"""{ "metadata": { "name": "{{role}}" }, "rules": [{{string.Join(',', rules)}}] }""";
            await cluster.Administrator.PostAsync($"{Rbac}/clusterroles", body, Ct);
        }
        var user = $"system:serviceaccount:{ns}:default";
        await cluster.Administrator.PostAsync(
            $"{Rbac}/clusterrolebindings",
            ClusterFixture.Binding(ns, "ClusterRole", role, user),
            Ct
        );
        await cluster.UntilAsync(ResourceTypes.ServiceAccounts, account => account.Namespace == ns, Ct);
        return await cluster.TokenAsync(ns, "default", Ct);
    }
}
