using k8s;

namespace ResilienceGate.LocalCluster.Tests.Api.Access;

/// <summary>Who may do what, and what everyone may know.</summary>
public sealed class AccessTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
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
}
