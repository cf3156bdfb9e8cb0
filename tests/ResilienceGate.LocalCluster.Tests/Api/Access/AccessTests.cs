using k8s;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Tests.Api.Access;

/// <summary>Who may do what, and what everyone may know.</summary>
public sealed class AccessTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    private const string Rbac = "/apis/rbac.authorization.k8s.io/v1";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_server_says_which_api_it_speaks_and_that_it_is_embedded()
    {
        var version = await cluster.Client.Version.GetCodeAsync(Ct);

        Assert.Equal(("1", "36"), (version.Major, version.Minor));
        Assert.EndsWith("+resilience-gate", version.GitVersion, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stranger_may_only_see_that_the_server_lives()
    {
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.CertificateChainPolicy = await cluster.TrustAsync();
        using var stranger = new HttpClient(handler) { BaseAddress = cluster.Url };

        Assert.Equal("ok", await stranger.GetStringAsync(new Uri("/readyz", UriKind.Relative), Ct));
        Assert.Equal(
            "forbidden: User \"system:anonymous\" cannot get path \"/apis\"",
            (await cluster.Somebody().GetAsync("/apis", Ct)).Message
        );
        Assert.Equal(
            "pods is forbidden: User \"system:anonymous\" cannot list resource \"pods\" in API group \"\" in the namespace \"default\"",
            (await cluster.Somebody().GetAsync("/api/v1/namespaces/default/pods", Ct)).Message
        );
        // What is no token at all is nobody's; a wrong one is somebody's attempt.
        Assert.Equal(403, (await cluster.Somebody(("Authorization", "Basic YTpi")).GetAsync("/api/v1/pods", Ct)).Code);
        Assert.Equal(401, (await cluster.Bearer("made-up").GetAsync("/healthz", Ct)).Code);
    }

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

    [Theory]
    [InlineData(
        "/api/v1/pods",
        "pods is forbidden: User \"eve\" cannot list resource \"pods\" in API group \"\" at the cluster scope"
    )]
    [InlineData(
        "/api/v1/pods?watch=true",
        "pods is forbidden: User \"eve\" cannot watch resource \"pods\" in API group \"\" at the cluster scope"
    )]
    [InlineData(
        "/apis/apps/v1/namespaces/a/deployments/web/scale",
        "deployments.apps \"web\" is forbidden: User \"eve\" cannot get resource \"deployments/scale\" in API group \"apps\" in the namespace \"a\""
    )]
    [InlineData(
        "/api/v1/namespaces/a/configmaps?fieldSelector=metadata.name%3Dfoo",
        "configmaps \"foo\" is forbidden: User \"eve\" cannot list resource \"configmaps\" in API group \"\" in the namespace \"a\""
    )]
    [InlineData(
        "/api/v1/namespaces/a",
        "namespaces \"a\" is forbidden: User \"eve\" cannot get resource \"namespaces\" in API group \"\" in the namespace \"a\""
    )]
    [InlineData(
        "/api/v1/nothings",
        "nothings is forbidden: User \"eve\" cannot list resource \"nothings\" in API group \"\" at the cluster scope"
    )]
    [InlineData("/metrics", "forbidden: User \"eve\" cannot get path \"/metrics\"")]
    [InlineData("/%3Cb%3E", "forbidden: User \"eve\" cannot get path \"/&lt;b&gt;\"")]
    public async Task A_refusal_says_who_cannot_do_what_where(string path, string message)
    {
        var answer = await cluster.As("eve").GetAsync(path, Ct);

        Assert.Equal((403, message), (answer.Code, answer.Message));
    }

    [Fact]
    public async Task Deleting_a_collection_is_a_verb_of_its_own()
    {
        var ns = await cluster.NewNamespaceAsync(Ct);
        await cluster.GrantAsync(
            ns,
            "dora",
            """{ "apiGroups": [""], "resources": ["configmaps"], "verbs": ["delete"] }""",
            Ct
        );

        Assert.Equal(404, (await cluster.As("dora").DeleteAsync($"/api/v1/namespaces/{ns}/configmaps/none", Ct)).Code);
        Assert.Contains(
            "cannot deletecollection resource",
            (await cluster.As("dora").DeleteAsync($"/api/v1/namespaces/{ns}/configmaps", Ct)).Message,
            StringComparison.Ordinal
        );
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
    public async Task To_attach_over_a_websocket_needs_create_as_well_as_get()
    {
        var ns = await cluster.NewNamespaceAsync(Ct);
        await cluster.RunPodAsync(ns, "a", Ct);
        var attach = $"/api/v1/namespaces/{ns}/pods/a/attach?stdout=true";
        await cluster.GrantAsync(
            ns,
            "anna",
            """{ "apiGroups": [""], "resources": ["pods/attach"], "verbs": ["get"] }""",
            Ct
        );

        Assert.Equal("pods \"a\" is forbidden: ", (await cluster.As("anna").GetAsync(attach, Ct)).Message);
        await cluster.GrantAsync(
            ns,
            "anna",
            """{ "apiGroups": [""], "resources": ["pods/attach"], "verbs": ["create"] }""",
            Ct
        );
        Assert.Equal("Upgrade request required", (await cluster.As("anna").GetAsync(attach, Ct)).Message);
    }

    [Fact]
    public async Task To_apply_what_does_not_exist_needs_create_as_well_as_patch()
    {
        var ns = await cluster.NewNamespaceAsync(Ct);
        var map = $"/api/v1/namespaces/{ns}/configmaps/a";
        const string Body = """{ "apiVersion": "v1", "kind": "ConfigMap", "metadata": { "name": "a" } }""";
        await cluster.GrantAsync(
            ns,
            "paul",
            """{ "apiGroups": [""], "resources": ["configmaps"], "verbs": ["patch"] }""",
            Ct
        );

        Assert.Contains(
            "cannot create resource \"configmaps\"",
            (await cluster.As("paul").ApplyAsync(map, Body, Ct)).Message,
            StringComparison.Ordinal
        );
        await cluster.Administrator.ApplyAsync(map, Body, Ct);
        Assert.Equal(200, (await cluster.As("paul").ApplyAsync(map, Body, Ct)).Code);
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
