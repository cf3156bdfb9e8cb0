using System.Text.Json.Nodes;
using k8s;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Tests.Api;

/// <summary>What the server says of itself: discovery, OpenAPI, the kubeconfig.</summary>
public sealed class DescriptionTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    private const string Aggregated = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Both_forms_of_discovery_name_the_same_resources()
    {
        var groups = await cluster.Client.Apis.GetAPIVersionsAsync(Ct);
        var aggregated = await cluster.GetJsonAsync("/apis", Aggregated, Ct);

        var single = new List<string>();
        foreach (var version in groups.Groups.SelectMany(g => g.Versions))
        {
            var list = await cluster.GetJsonAsync($"/apis/{version.GroupVersion}", accept: null, Ct);
            single.AddRange(list.Items("resources").Select(r => $"{version.GroupVersion}/{r.Text("name")}"));
        }
        Assert.Equal(single.Order(StringComparer.Ordinal), Names(aggregated).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_core_group_lists_pods_with_their_subresources()
    {
        var list = await cluster.Client.CoreV1.GetAPIResourcesAsync(Ct);

        Assert.Equal(["po"], list.Resources.Single(r => r.Name is "pods").ShortNames);
        Assert.Equal("Eviction", list.Resources.Single(r => r.Name is "pods/eviction").Kind);
    }

    [Fact]
    public async Task The_description_tells_kubectl_how_lists_merge_and_that_fields_are_validated()
    {
        var document = await cluster.GetJsonAsync("/openapi/v3/apis/apps/v1", accept: null, Ct);

        var containers = document
            .Object("components")
            ?.Object("schemas")
            ?.Object("io.k8s.v1.PodSpec")
            ?.Object("properties")
            ?.Object("containers");
        Assert.Equal("name", containers?.Text("x-kubernetes-patch-merge-key"));
        var patch = document
            .Object("paths")
            ?.Object("/apis/apps/v1/namespaces/{namespace}/deployments/{name}")
            ?.Object("patch");
        Assert.Contains("fieldValidation", patch?.Items("parameters").Select(p => p.Text("name")) ?? []);
    }

    [Fact]
    public async Task Every_reference_in_a_description_leads_somewhere()
    {
        var index = await cluster.GetJsonAsync("/openapi/v3", accept: null, Ct);
        foreach (var (_, entry) in index.Object("paths") ?? [])
        {
            var document = await cluster.GetJsonAsync(
                (entry as JsonObject)?.Text("serverRelativeURL") ?? "",
                accept: null,
                Ct
            );
            var schemas = document.Object("components")?.Object("schemas") ?? [];
            Assert.All(
                References(document),
                r => Assert.Contains(r["#/components/schemas/".Length..], schemas.Select(s => s.Key))
            );
        }
    }

    [Fact]
    public void Only_its_owner_can_read_the_kubeconfig()
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("Windows has no modes.");
        else
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(cluster.KubeconfigPath));
    }

    private static IEnumerable<string> Names(JsonObject aggregated)
    {
        foreach (var group in aggregated.Items("items"))
        {
            foreach (var version in group.Items("versions"))
            {
                var root = $"{group.Metadata.Text("name")}/{version.Text("version")}";
                foreach (var resource in version.Items("resources"))
                {
                    yield return $"{root}/{resource.Text("resource")}";
                    foreach (var subresource in resource.Items("subresources"))
                        yield return $"{root}/{resource.Text("resource")}/{subresource.Text("subresource")}";
                }
            }
        }
    }

    private static IEnumerable<string> References(JsonNode? node) =>
        node switch
        {
            JsonObject obj => obj.SelectMany(p =>
                p is { Key: "$ref", Value: JsonValue reference } ? [reference.Text()] : References(p.Value)
            ),
            JsonArray array => array.SelectMany(References),
            _ => [],
        };
}
