using System.Text.Json.Nodes;
using ResilienceGate.LocalCluster.Store;
using ResilienceGate.LocalCluster.Tests.Store;

namespace ResilienceGate.LocalCluster.Tests.Api.Access;

/// <summary>The service account that a pod has, and the token that its containers get.</summary>
public sealed class PodIdentityTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    private const string MountPath = "/var/run/secrets/kubernetes.io/serviceaccount";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_container_gets_the_token_of_the_namespaces_default_account()
    {
        var ns = await cluster.NewNamespaceAsync(Ct);

        var spec = await CreateAsync(
            ns,
            """{ "initContainers": [{ "name": "i", "image": "i:1" }], "containers": [{ "name": "c", "image": "c:1" }] }"""
        );

        Assert.Equal("default", spec.Text("serviceAccountName"));
        var volume = Assert.Single(spec.Items("volumes"));
        Assert.StartsWith("kube-api-access-", volume.Text("name"), StringComparison.Ordinal);
        Assert.Equal(
            ["serviceAccountToken", "configMap", "downwardAPI"],
            volume.Object("projected")?.Items("sources").Select(source => source.First().Key)
        );
        Assert.All(
            spec.Items("initContainers").Concat(spec.Items("containers")),
            container =>
                Json.AreEqual(
                    new JsonObject
                    {
                        ["name"] = volume.Text("name"),
                        ["readOnly"] = true,
                        ["mountPath"] = MountPath,
                    },
                    Assert.Single(container.Items("volumeMounts"))
                )
        );
    }

    [Theory]
    [InlineData(null, false, false)]
    [InlineData(true, false, true)]
    [InlineData(false, null, false)]
    [InlineData(null, null, true)]
    public async Task The_pods_word_on_the_token_counts_before_the_accounts(bool? pod, bool? account, bool expected)
    {
        var ns = await cluster.NewNamespaceAsync(Ct);
        var draft = Json.Object("""{ "metadata": { "name": "a" } }""");
        draft["automountServiceAccountToken"] = account;
        cluster.Store.Create(ResourceTypes.ServiceAccounts, ns, draft);

        var spec = Json.Object("""{ "serviceAccountName": "a", "containers": [{ "name": "c", "image": "c:1" }] }""");
        spec["automountServiceAccountToken"] = pod;

        Assert.Equal(expected, (await CreateAsync(ns, spec.ToJsonString())).Array("volumes") is not null);
    }

    [Fact]
    public async Task What_a_container_mounts_there_itself_stays()
    {
        var ns = await cluster.NewNamespaceAsync(Ct);

        var spec = await CreateAsync(
            ns,
            $$"""
            {
              "containers": [
                { "name": "c", "image": "c:1", "volumeMounts": [{ "name": "own", "mountPath": "{{MountPath}}" }] }
              ],
              "volumes": [{ "name": "own", "emptyDir": {} }]
            }
            """
        );

        Assert.Equal("own", Assert.Single(spec.Items("volumes")).Text("name"));
    }

    [Fact]
    public async Task Without_its_account_a_pod_is_refused()
    {
        var ns = await cluster.NewNamespaceAsync(Ct);

        var answer = await cluster.Administrator.PostAsync(
            $"/api/v1/namespaces/{ns}/pods",
            """
            {
              "metadata": { "name": "p" },
              "spec": { "serviceAccountName": "none", "containers": [{ "name": "c", "image": "c:1" }] }
            }
            """,
            Ct
        );

        Assert.Equal(
            (
                403,
                $"pods \"p\" is forbidden: error looking up service account {ns}/none: serviceaccount \"none\" not found"
            ),
            (answer.Code, answer.Message)
        );
    }

    [Fact]
    public async Task The_pull_secrets_of_the_account_are_those_of_its_pods()
    {
        var ns = await cluster.NewNamespaceAsync(Ct);
        cluster.Store.Create(
            ResourceTypes.ServiceAccounts,
            ns,
            Json.Object("""{ "metadata": { "name": "a" }, "imagePullSecrets": [{ "name": "registry" }] }""")
        );

        var spec = await CreateAsync(
            ns,
            """{ "serviceAccountName": "a", "containers": [{ "name": "c", "image": "c:1" }] }"""
        );

        Assert.Equal("registry", Assert.Single(spec.Items("imagePullSecrets")).Text("name"));
    }

    [Fact]
    public async Task The_default_account_comes_back()
    {
        var ns = await cluster.NewNamespaceAsync(Ct);
        var first = await cluster.UntilAsync(ResourceTypes.ServiceAccounts, account => account.Namespace == ns, Ct);

        await cluster.Administrator.DeleteAsync($"/api/v1/namespaces/{ns}/serviceaccounts/default", Ct);

        await cluster.UntilAsync(
            ResourceTypes.ServiceAccounts,
            account => account.Namespace == ns && account.Name is "default" && account.Uid != first.Uid,
            Ct
        );
    }

    private async Task<JsonObject> CreateAsync(string ns, string spec)
    {
        var answer = await cluster.Administrator.PostAsync(
            $"/api/v1/namespaces/{ns}/pods",
            $$"""{ "metadata": { "name": "p" }, "spec": {{spec}} }""",
            Ct
        );
        return answer.Body.Object("spec") ?? throw new InvalidOperationException(answer.Message);
    }
}
