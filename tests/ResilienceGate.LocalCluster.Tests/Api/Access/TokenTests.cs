using Microsoft.Extensions.Time.Testing;
using ResilienceGate.LocalCluster.Security.Tokens;
using ResilienceGate.LocalCluster.Store;
using ResilienceGate.LocalCluster.Tests.Store;

namespace ResilienceGate.LocalCluster.Tests.Api.Access;

/// <summary>The tokens of service accounts: whom they prove, for whom, and for how long.</summary>
public sealed class TokenTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    private const string Issuer = "https://kubernetes.default.svc.cluster.local";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_token_proves_its_account_and_the_accounts_groups()
    {
        var ns = await NewAccountAsync("bob");
        var token = await cluster.TokenAsync(ns, "bob", Ct);
        const string ReadPods = """{ "apiGroups": [""], "resources": ["pods"], "verbs": ["list"] }""";
        await cluster.GrantAsync(ns, $"system:serviceaccount:{ns}:bob", ReadPods, Ct);

        var identity = await cluster
            .Bearer(token)
            .PostAsync("/apis/authentication.k8s.io/v1/selfsubjectreviews", "{}", Ct);

        var user = identity.Status.Object("userInfo") ?? [];
        Assert.Equal($"system:serviceaccount:{ns}:bob", user.Text("username"));
        Assert.Equal(cluster.Store.Find(ResourceTypes.ServiceAccounts, ns, "bob")?.Uid, user.Text("uid"));
        Assert.Equal(
            ["system:serviceaccounts", $"system:serviceaccounts:{ns}", "system:authenticated"],
            user.Array("groups")?.Select(group => group.Text())
        );
        Assert.Equal(200, (await cluster.Bearer(token).GetAsync($"/api/v1/namespaces/{ns}/pods", Ct)).Code);
    }

    [Fact]
    public async Task A_token_is_for_its_audience_alone()
    {
        var ns = await NewAccountAsync("bob");
        var answer = await RequestAsync(ns, "bob", """{ "audiences": ["vault"], "expirationSeconds": 700 }""");
        var token = answer.Status.Text("token") ?? "";

        Assert.Equal(401, (await cluster.Bearer(token).GetAsync("/api", Ct)).Code);
        Assert.Equal(
            $"[invalid bearer token, token audiences [\"vault\"] is invalid for the target audiences [\"{Issuer}\"]]",
            (await ReviewAsync(token)).Status.Text("error")
        );
        var review = await ReviewAsync(token, "vault", "other");
        Assert.True(review.Status.Flag("authenticated"));
        Assert.Equal(["vault"], review.Status.Array("audiences")?.Select(audience => audience.Text()));
    }

    [Fact]
    public async Task A_token_of_another_cluster_proves_nobody()
    {
        var ns = await NewAccountAsync("bob");
        using var other = new ServiceAccountTokens(cluster.Store, TimeProvider.System);
        var forged = other.Issue(
            new BoundToken
            {
                ServiceAccount =
                    cluster.Store.Find(ResourceTypes.ServiceAccounts, ns, "bob")
                    ?? throw new InvalidOperationException(),
                Audiences = [Issuer],
                Lifetime = TimeSpan.FromHours(1),
            }
        );

        Assert.Equal(401, (await cluster.Bearer(forged).GetAsync("/api", Ct)).Code);
        Assert.Equal("invalid bearer token", (await ReviewAsync("a.b.c")).Status.Text("error"));
    }

    [Fact]
    public async Task A_token_ends_by_the_clock()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var own = new ClusterFixture(clock);
        await own.InitializeAsync();
        own.Store.Create(
            ResourceTypes.ServiceAccounts,
            "default",
            Json.Object("""{ "metadata": { "name": "bob" } }""")
        );
        var token = await own.TokenAsync("default", "bob", Ct);

        clock.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal(200, (await own.Bearer(token).GetAsync("/api", Ct)).Code);
        clock.Advance(TimeSpan.FromMinutes(3));
        Assert.Equal(401, (await own.Bearer(token).GetAsync("/api", Ct)).Code);
    }

    [Fact]
    public async Task A_token_ends_with_its_account_even_if_one_of_that_name_comes_back()
    {
        var ns = await NewAccountAsync("bob");
        var token = await cluster.TokenAsync(ns, "bob", Ct);

        await cluster.Administrator.DeleteAsync($"/api/v1/namespaces/{ns}/serviceaccounts/bob", Ct);
        Assert.Equal(401, (await cluster.Bearer(token).GetAsync("/api", Ct)).Code);
        cluster.Store.Create(ResourceTypes.ServiceAccounts, ns, Json.Object("""{ "metadata": { "name": "bob" } }"""));
        Assert.Equal(401, (await cluster.Bearer(token).GetAsync("/api", Ct)).Code);
    }

    [Fact]
    public async Task A_token_ends_with_the_object_that_it_is_bound_to()
    {
        var ns = await NewAccountAsync("bob");
        cluster.Store.Create(ResourceTypes.Secrets, ns, Json.Object("""{ "metadata": { "name": "s" } }"""));
        var answer = await RequestAsync(
            ns,
            "bob",
            """{ "boundObjectRef": { "apiVersion": "v1", "kind": "Secret", "name": "s" } }"""
        );
        var token = answer.Status.Text("token") ?? "";

        Assert.Equal(200, (await cluster.Bearer(token).GetAsync("/api", Ct)).Code);
        await cluster.Administrator.DeleteAsync($"/api/v1/namespaces/{ns}/secrets/s", Ct);
        Assert.Equal(401, (await cluster.Bearer(token).GetAsync("/api", Ct)).Code);
    }

    [Fact]
    public async Task An_object_on_its_way_out_ends_its_tokens_after_a_moment()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var own = new ClusterFixture(clock);
        await own.InitializeAsync();
        own.Store.Create(
            ResourceTypes.Secrets,
            "default",
            Json.Object("""{ "metadata": { "name": "s", "finalizers": ["example.com/hold"] } }""")
        );
        await own.UntilAsync(ResourceTypes.ServiceAccounts, account => account.Namespace is "default", Ct);
        var answer = await own.Administrator.PostAsync(
            "/api/v1/namespaces/default/serviceaccounts/default/token",
            """{ "spec": { "boundObjectRef": { "apiVersion": "v1", "kind": "Secret", "name": "s" } } }""",
            Ct
        );
        var token = answer.Status.Text("token") ?? "";

        await own.Administrator.DeleteAsync("/api/v1/namespaces/default/secrets/s", Ct);
        Assert.Equal(200, (await own.Bearer(token).GetAsync("/api", Ct)).Code);
        clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(401, (await own.Bearer(token).GetAsync("/api", Ct)).Code);
    }

    [Theory]
    [InlineData(
        """{ "expirationSeconds": 10 }""",
        422,
        "TokenRequest.authentication.k8s.io \"\" is invalid: spec.expirationSeconds: Invalid value: 10: may not specify a duration less than 10 minutes"
    )]
    [InlineData(
        """{ "boundObjectRef": { "apiVersion": "v1", "kind": "Pod", "name": "none" } }""",
        404,
        "pods \"none\" not found"
    )]
    [InlineData(
        """{ "boundObjectRef": { "apiVersion": "v1", "kind": "Cat", "name": "a" } }""",
        400,
        "cannot bind token to object of type /v1, Kind=Cat"
    )]
    public async Task A_wrong_request_for_a_token_is_refused(string spec, int code, string message)
    {
        var ns = await NewAccountAsync("bob");

        var answer = await RequestAsync(ns, "bob", spec);

        Assert.Equal((code, message), (answer.Code, answer.Message));
    }

    [Fact]
    public async Task Who_asks_for_a_token_needs_the_right_to_it()
    {
        var ns = await NewAccountAsync("bob");

        var refused = await cluster
            .As("eve")
            .PostAsync($"/api/v1/namespaces/{ns}/serviceaccounts/bob/token", """{ "spec": {} }""", Ct);

        Assert.Contains("cannot create resource \"serviceaccounts/token\"", refused.Message, StringComparison.Ordinal);
    }

    private async Task<string> NewAccountAsync(string name)
    {
        var ns = await cluster.NewNamespaceAsync(Ct);
        cluster.Store.Create(
            ResourceTypes.ServiceAccounts,
            ns,
            Json.Object($$"""{ "metadata": { "name": "{{name}}" } }""")
        );
        return ns;
    }

    private Task<Answer> RequestAsync(string ns, string account, string spec) =>
        cluster.Administrator.PostAsync(
            $"/api/v1/namespaces/{ns}/serviceaccounts/{account}/token",
            $$"""{ "spec": {{spec}} }""",
            Ct
        );

    private Task<Answer> ReviewAsync(string token, params string[] audiences) =>
        cluster.Administrator.PostAsync(
            "/apis/authentication.k8s.io/v1/tokenreviews",
            $$"""{ "spec": { "token": "{{token}}", "audiences": [{{string.Join(',', audiences.Select(a => $"\"{a}\""))}}] } }""",
            Ct
        );
}
