using System.Net;
using ResilienceGate.Preflights;
using ResilienceGate.Tests.Clusters;

namespace ResilienceGate.Tests.Preflights;

public sealed class NamespaceConsentTests(ApiCluster cluster) : IClassFixture<ApiCluster>, IDisposable
{
    private readonly ApiFaults _faults = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _faults.Dispose();

    [Fact]
    public async Task A_namespace_whose_owner_has_allowed_injections_is_let_in()
    {
        await NamespaceConsent.RequireAsync(cluster.Client, cluster.NewNamespace(allow: true), Ct);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(null)]
    public async Task A_namespace_whose_owner_has_not_allowed_injections_is_left_alone(bool? said)
    {
        var ns = cluster.NewNamespace(said);

        var error = await RefusedAsync(ns);

        Assert.Contains(
            $"`kubectl label --overwrite namespace {ns} resilience-gate.io/allow=true`",
            error.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_namespace_of_the_cluster_itself_is_left_alone_whatever_its_labels() =>
        Assert.StartsWith(
            "The namespace 'kube-system' is the cluster's own",
            (await RefusedAsync("kube-system")).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public async Task A_namespace_that_is_not_there_is_named() =>
        Assert.StartsWith(
            "There is no namespace 'nowhere'",
            (await RefusedAsync("nowhere")).Message,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData(HttpStatusCode.Unauthorized)]
    [InlineData(HttpStatusCode.Forbidden)]
    public async Task A_user_who_is_not_let_in_is_told_why(HttpStatusCode code)
    {
        _faults.Refuse(HttpMethod.Get, "/namespaces/", code, "who are you?");

        Assert.EndsWith("who are you?", (await RefusedAsync(cluster.NewNamespace())).Message, StringComparison.Ordinal);
    }

    private Task<GateException> RefusedAsync(string ns) =>
        Assert.ThrowsAsync<GateException>(() => NamespaceConsent.RequireAsync(cluster.Connect(_faults), ns, Ct));
}
