using System.Net;
using System.Net.Http.Headers;
using k8s;
using k8s.Models;

namespace ResilienceGate.LocalCluster.Tests.Api;

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
    public async Task An_administrator_may_do_what_it_asks_for()
    {
        var review = new V1SelfSubjectAccessReview
        {
            Spec = new()
            {
                ResourceAttributes = new()
                {
                    Verb = "create",
                    Resource = "pods",
                    Subresource = "eviction",
                },
            },
        };

        Assert.True(
            (await cluster.Client.AuthorizationV1.CreateSelfSubjectAccessReviewAsync(review, cancellationToken: Ct))
                .Status
                .Allowed
        );
    }

    [Fact]
    public async Task A_stranger_may_only_see_that_the_server_lives()
    {
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.CertificateChainPolicy = await cluster.TrustAsync();
        using var stranger = new HttpClient(handler) { BaseAddress = cluster.Url };

        using var health = await stranger.GetAsync(new Uri("/readyz", UriKind.Relative), Ct);
        using var pods = await stranger.GetAsync(new Uri("/api/v1/namespaces/default/pods", UriKind.Relative), Ct);
        stranger.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "made-up");
        using var impostor = await stranger.GetAsync(new Uri("/api/v1/pods", UriKind.Relative), Ct);

        Assert.Equal("ok", await health.Content.ReadAsStringAsync(Ct));
        Assert.Equal(HttpStatusCode.Forbidden, pods.StatusCode);
        Assert.Contains(
            """pods is forbidden: User \"system:anonymous\" cannot list resource \"pods\" in API group \"\" in the namespace \"default\""",
            await pods.Content.ReadAsStringAsync(Ct),
            StringComparison.Ordinal
        );
        Assert.Equal(HttpStatusCode.Unauthorized, impostor.StatusCode);
    }
}
