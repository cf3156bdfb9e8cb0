using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace ResilienceGate.LocalCluster.Tests.Store;

/// <summary>Objects written as JSON, and objects that many tests need.</summary>
internal static class Json
{
    public static JsonObject Object([StringSyntax(StringSyntaxAttribute.Json)] string text) =>
        Assert.IsType<JsonObject>(JsonNode.Parse(text));

    public static JsonObject ConfigMap(string name, string value = "1") =>
        Object($$"""{ "metadata": { "name": "{{name}}" }, "data": { "key": "{{value}}" } }""");

    public static JsonObject Pod(string name, string? node = null) =>
        Object(
            $$"""
            {
              "metadata": { "name": "{{name}}", "labels": { "app": "web" } },
              "spec": { "nodeName": "{{node}}", "containers": [{ "name": "web", "image": "web:1" }] }
            }
            """
        );

    public static JsonObject Deployment(string name, int replicas = 1) =>
        Object(
            $$"""
            {
              "metadata": { "name": "{{name}}" },
              "spec": {
                "replicas": {{replicas}},
                "selector": { "matchLabels": { "app": "web" } },
                "template": {
                  "metadata": { "labels": { "app": "web" } },
                  "spec": { "containers": [{ "name": "web", "image": "web:1" }] }
                }
              }
            }
            """
        );

    public static void AreEqual(JsonNode? expected, JsonNode? actual) =>
        Assert.True(
            JsonNode.DeepEquals(expected, actual),
            $"expected {expected?.ToJsonString()}\nactual   {actual?.ToJsonString()}"
        );
}
