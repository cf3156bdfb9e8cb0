using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NJsonSchema;

namespace ResilienceGate.LocalCluster.Tests.Conformance;

/// <summary>
/// What the real API answers, by its OpenAPI v3 descriptions as <c>kubectl get --raw /openapi/v3/...</c> has them. Stricter
/// than they are in one thing: a typed object has no fields but those that are described.
/// </summary>
/// <remarks>
/// The real one does not keep to them everywhere: what is created by a subresource may be answered with a Status, and a
/// DELETE of which a Status is described with the object, as long as that is only on its way out. A time that is not known is null.
/// </remarks>
internal sealed class OpenApiDescription
{
    private const string Schemas = "#/components/schemas/";
    private const string Definitions = "#/definitions/";
    private const string Time = "io.k8s.apimachinery.pkg.apis.meta.v1.Time";
    private const string Status = "io.k8s.apimachinery.pkg.apis.meta.v1.Status";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly JsonSchema _all;
    private readonly IReadOnlyList<(Regex Path, JsonObject Operations)> _paths;

    private OpenApiDescription(JsonSchema all, IReadOnlyList<(Regex, JsonObject)> paths)
    {
        _all = all;
        _paths = paths;
    }

    /// <param name="folder">With one file a group.</param>
    public static async Task<OpenApiDescription> ReadAsync(string folder, CancellationToken ct)
    {
        var definitions = new JsonObject();
        var paths = new List<(Regex, JsonObject)>();
        foreach (var file in Directory.EnumerateFiles(folder, "*_openapi.json"))
        {
            var text = await File.ReadAllTextAsync(file, ct);
            var document = Object(JsonNode.Parse(text.Replace(Schemas, Definitions, StringComparison.Ordinal)));
            foreach (var (name, definition) in Object(document["components"]?["schemas"]))
                definitions[name] = Typed(Object(definition?.DeepClone()));
            Object(definitions[Time])["type"] = new JsonArray("string", "null");
            foreach (var (path, operations) in Object(document["paths"]))
                paths.Add((Template(path), Object(operations)));
        }
        var all = new JsonObject { ["definitions"] = definitions };
        return new OpenApiDescription(await JsonSchema.FromJsonAsync(all.ToJsonString(), ct), paths);
    }

    /// <summary>What is wrong with an answer; empty when nothing is, and when nothing is described of its path.</summary>
    public IReadOnlyList<string> Violations(HttpMethod method, string path, int code, string body)
    {
        if (_paths.FirstOrDefault(p => p.Path.IsMatch(path)).Operations is not { } operations)
            return [];
        if (code >= 400)
            return Violations(Status, body);
        if (Name(operations, method, code) is not { } described)
            return [$"{method} with the code {code} is not described"];
        string?[] allowed =
            method == HttpMethod.Delete && described == Status ? [Status, Name(operations, HttpMethod.Get, 200)]
            : method == HttpMethod.Post ? [described, Status]
            : [described];
        var wrong = allowed.OfType<string>().Select(name => Violations(name, body)).ToList();
        return wrong.Exists(w => w.Count == 0) ? [] : wrong[0];
    }

    private IReadOnlyList<string> Violations(string schema, string body) =>
        [.. _all.Definitions[schema].Validate(body).Select(error => error.ToString())];

    private static string? Name(JsonObject operations, HttpMethod method, int code) =>
        operations[method.Method.ToLowerInvariant()]
            ?["responses"]?[code.ToString(CultureInfo.InvariantCulture)]?["content"]?["application/json"]?["schema"]?[
                "$ref"
            ]?.GetValue<string>()[Definitions.Length..];

    private static JsonObject Typed(JsonObject definition)
    {
        if (definition.ContainsKey("properties"))
            definition["additionalProperties"] = false;
        return definition;
    }

    private static Regex Template(string path)
    {
        var pattern = Regex.Replace(Regex.Escape(path), @"\\\{[^}]+}", "[^/]+", RegexOptions.None, Patience);
        return new Regex($"^{pattern}$", RegexOptions.None, Patience);
    }

    private static JsonObject Object(JsonNode? node) => Assert.IsType<JsonObject>(node);
}
