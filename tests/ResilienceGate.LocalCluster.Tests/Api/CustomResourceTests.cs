using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using ResilienceGate.LocalCluster.Store;
using ResilienceGate.LocalCluster.Tests.Store;

namespace ResilienceGate.LocalCluster.Tests.Api;

public sealed class CustomResourceTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Defaults_are_filled_in_and_what_the_schema_does_not_have_is_dropped()
    {
        var path = await DefineAsync("robots", "Robot");
        var (code, created) = await SendAsync(
            HttpMethod.Post,
            path,
            Robot("""{ "arms": 2, "legs": 4, "free": { "a": 1 } }""")
        );
        Assert.Equal(HttpStatusCode.Created, code);
        Json.AreEqual(Json.Object("""{ "arms": 2, "mode": "idle", "free": { "a": 1 } }"""), created.Object("spec"));
        Assert.Equal(1, created.Metadata.Number("generation"));
    }

    [Theory]
    [InlineData(
        """{ "arms": 0 }""",
        "spec.arms: Invalid value: 0: spec.arms in body should be greater than or equal to 1"
    )]
    [InlineData(
        """{ "arms": "x" }""",
        "spec.arms: Invalid value: \"string\": spec.arms in body must be of type integer: \"string\""
    )]
    [InlineData(
        """{ "arms": 1, "mode": "fly" }""",
        "spec.mode: Unsupported value: \"fly\": supported values: \"idle\", \"walk\""
    )]
    [InlineData(
        """{ "arms": 1, "name": "R2" }""",
        "spec.name: Invalid value: \"R2\": spec.name in body should match '^[a-z]+$'"
    )]
    [InlineData("""{ "arms": 1, "name": "longer" }""", "spec.name: Too long: may not be more than 5 bytes")]
    [InlineData(
        """{ "arms": 1, "port": true }""",
        "spec.port: Invalid value: \"boolean\": spec.port in body must be of type integer,string: \"boolean\""
    )]
    [InlineData("""{ "mode": "walk" }""", "spec.arms: Required value")]
    [InlineData("""{ "arms": 1, "tags": ["a", "a"] }""", "spec.tags[1]: Duplicate value: \"a\"")]
    public async Task What_does_not_fit_is_refused(string spec, string expected)
    {
        var path = await DefineAsync("androids", "Android");
        var (code, status) = await SendAsync(HttpMethod.Post, path, Robot(spec, "Android"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, code);
        Assert.Equal($"Android.example.com \"one\" is invalid: {expected}", status.Text("message"));
    }

    [Fact]
    public async Task Unknown_fields_are_refused_where_the_client_wants_that()
    {
        var path = await DefineAsync("cyborgs", "Cyborg");
        var body = Robot("""{ "arms": 1, "legs": 2 }""", "Cyborg");
        var (code, status) = await SendAsync(HttpMethod.Post, $"{path}?fieldValidation=Strict", body);
        Assert.Equal(HttpStatusCode.BadRequest, code);
        Assert.EndsWith(
            "strict decoding error: unknown field \"spec.legs\"",
            status.Text("message"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task The_status_and_the_scale_are_resources_of_their_own()
    {
        var path = await DefineAsync("drones", "Drone");
        var (_, created) = await SendAsync(
            HttpMethod.Post,
            path,
            Robot("""{ "arms": 1 }""", "Drone", """{ "seen": 9 }""")
        );
        Assert.Null(created["status"]);
        created["status"] = Json.Object("""{ "seen": 3, "selector": "app=drone" }""");
        created["spec"] = Json.Object("""{ "arms": 7 }""");
        var (_, shown) = await SendAsync(HttpMethod.Put, $"{path}/one/status", created);
        Assert.Equal((1, 3), (shown.Object("spec")?.Number("arms"), shown.Object("status")?.Number("seen")));
        var (_, scale) = await SendAsync(
            HttpMethod.Patch,
            $"{path}/one/scale",
            Json.Object("""{ "spec": { "replicas": 5 } }""")
        );
        Json.AreEqual(Json.Object("""{ "replicas": 5 }"""), scale["spec"]);
        Json.AreEqual(Json.Object("""{ "replicas": 3, "selector": "app=drone" }"""), scale["status"]);
        var stored = await cluster.GetJsonAsync($"{path}/one", accept: null, Ct);
        Assert.Equal(5, stored.Object("spec")?.Number("arms"));
    }

    [Fact]
    public async Task A_replacement_must_say_which_state_it_replaces()
    {
        var path = await DefineAsync("rovers", "Rover");
        await SendAsync(HttpMethod.Post, path, Robot("""{ "arms": 1 }""", "Rover"));
        var (code, status) = await SendAsync(HttpMethod.Put, $"{path}/one", Robot("""{ "arms": 2 }""", "Rover"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, code);
        Assert.Contains("metadata.resourceVersion", status.Text("message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_definition_whose_names_are_taken_is_not_served_until_they_are_free()
    {
        await DefineAsync("probes", "Probe");
        var second = Definition("scanners", "Probe");
        var (_, created) = await SendAsync(HttpMethod.Post, Definitions, second);
        var conditions = created.Object("status")?.Items("conditions").ToDictionary(c => c.Text("type") ?? "") ?? [];
        Assert.Equal(
            ("False", "ListKindConflict"),
            (conditions["NamesAccepted"].Text("status"), conditions["NamesAccepted"].Text("reason"))
        );
        Assert.Equal("False", conditions["Established"].Text("status"));
        await SendAsync(HttpMethod.Delete, $"{Definitions}/probes.example.com", body: null);
        await foreach (
            var change in cluster.Store.Watch(ResourceTypes.CustomResourceDefinitions, ns: null, fromRevision: 0, Ct)
        )
        {
            if (change.Object.Name is "scanners.example.com" && IsEstablished(change.Object.Json))
                return;
        }
    }

    [Fact]
    public async Task A_schema_that_leaves_a_field_open_is_refused()
    {
        var definition = Definition("ghosts", "Ghost");
        definition["spec"]
            ?["versions"]?[0]?["schema"]?["openAPIV3Schema"]?["properties"]?["spec"]?.AsObject()
            .Remove("type");
        var (code, status) = await SendAsync(HttpMethod.Post, Definitions, definition);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, code);
        Assert.EndsWith(
            "spec.validation.openAPIV3Schema.properties[spec].type: Required value: must not be empty for specified object fields",
            status.Text("message"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task The_columns_of_a_definition_find_their_values()
    {
        var path = await DefineAsync("beacons", "Beacon");
        var (_, created) = await SendAsync(HttpMethod.Post, path, Robot("""{ "arms": 1 }""", "Beacon"));
        created["status"] = Json.Object(
            """{ "conditions": [{ "type": "Up", "status": "False" }, { "type": "Ready", "status": "True" }] }"""
        );
        await SendAsync(HttpMethod.Put, $"{path}/one/status", created);
        var table = await cluster.GetJsonAsync(path, "application/json;as=Table;v=v1;g=meta.k8s.io", Ct);
        Assert.Equal("""["one",1,"True"]""", table.Items("rows").Single()["cells"]?.ToJsonString());
    }

    private const string Definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";

    private static bool IsEstablished(JsonObject definition) =>
        (definition.Object("status")?.Items("conditions") ?? []).Any(c =>
            c.Text("type") is "Established" && c.Text("status") is "True"
        );

    private static JsonObject Robot(string spec, string kind = "Robot", string status = "{}") =>
        Json.Object(
            $$"""
            {
              "apiVersion": "example.com/v1", "kind": "{{kind}}",
              "metadata": { "name": "one" }, "spec": {{spec}}, "status": {{status}}
            }
            """
        );

    /// <returns>The path of the objects.</returns>
    private async Task<string> DefineAsync(string plural, string kind)
    {
        var (code, answer) = await SendAsync(HttpMethod.Post, Definitions, Definition(plural, kind));
        Assert.True(code is HttpStatusCode.Created or HttpStatusCode.Conflict, answer.Text("message"));
        var ns = await cluster.NewNamespaceAsync(Ct);
        return $"/apis/example.com/v1/namespaces/{ns}/{plural}";
    }

    private static JsonObject Definition(string plural, string kind) =>
        Json.Object(
            $$$"""
            {
              "apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
              "metadata": { "name": "{{{plural}}}.example.com" },
              "spec": {
                "group": "example.com", "scope": "Namespaced",
                "names": { "plural": "{{{plural}}}", "kind": "{{{kind}}}" },
                "versions": [{
                  "name": "v1", "served": true, "storage": true,
                  "subresources": {
                    "status": {},
                    "scale": {
                      "specReplicasPath": ".spec.arms", "statusReplicasPath": ".status.seen",
                      "labelSelectorPath": ".status.selector"
                    }
                  },
                  "additionalPrinterColumns": [
                    { "name": "Arms", "type": "integer", "jsonPath": ".spec.arms" },
                    { "name": "Ready", "type": "string", "jsonPath": ".status.conditions[?(@.type==\"Ready\")].status" }
                  ],
                  "schema": { "openAPIV3Schema": {
                    "type": "object",
                    "properties": {
                      "spec": {
                        "type": "object", "required": ["arms"],
                        "properties": {
                          "arms": { "type": "integer", "minimum": 1 },
                          "mode": { "type": "string", "enum": ["idle", "walk"], "default": "idle" },
                          "name": { "type": "string", "pattern": "^[a-z]+$", "maxLength": 5 },
                          "port": { "x-kubernetes-int-or-string": true },
                          "tags": { "type": "array", "x-kubernetes-list-type": "set", "items": { "type": "string" } },
                          "free": { "type": "object", "x-kubernetes-preserve-unknown-fields": true }
                        }
                      },
                      "status": { "type": "object", "x-kubernetes-preserve-unknown-fields": true }
                    }
                  } }
                }]
              }
            }
            """
        );

    private async Task<(HttpStatusCode Code, JsonObject Answer)> SendAsync(
        HttpMethod method,
        string path,
        JsonObject? body
    )
    {
        using var request = new HttpRequestMessage(method, new Uri(cluster.Url, path));
        if (body is not null)
        {
            var media = method == HttpMethod.Patch ? "application/merge-patch+json" : "application/json";
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, new MediaTypeHeaderValue(media));
        }
        using var response = await cluster.Http.SendAsync(request, Ct);
        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync(Ct));
        return (response.StatusCode, Assert.IsType<JsonObject>(answer));
    }
}
