using System.Text.Json.Nodes;
using k8s;
using k8s.Models;

namespace ResilienceGate.Faults.ChaosMesh;

/// <summary>Which pods a selector of Chaos Mesh chooses, found out as Chaos Mesh does.</summary>
internal sealed class ChaosSelector(JsonObject selector)
{
    /// <summary>The parts of a selector that are understood here.</summary>
    private static readonly string[] Known =
    [
        "namespaces",
        "pods",
        "labelSelectors",
        "expressionSelectors",
        "annotationSelectors",
        "fieldSelectors",
        "podPhaseSelectors",
        "nodes",
    ];

    /// <summary>What it says that nobody here can follow, such as <c>nodeSelectors</c>.</summary>
    public IReadOnlyList<string> Unknown => [.. selector.Select(p => p.Key).Except(Known)];

    /// <summary>The namespaces that it names.</summary>
    public IReadOnlyList<string> Namespaces => [.. Words("namespaces").Concat(Pods.Select(p => p.Key)).Distinct()];

    private JsonObject Pods => selector["pods"] as JsonObject ?? [];

    /// <summary>The pods of one namespace that it chooses.</summary>
    public async Task<IReadOnlyList<V1Pod>> ResolveAsync(IKubernetes cluster, string ns, CancellationToken ct)
    {
        var found = await cluster.CoreV1.ListNamespacedPodAsync(
            ns,
            labelSelector: Pods.Count > 0 ? null : Labels(),
            fieldSelector: Pods.Count > 0 ? null : Join(Pairs("fieldSelectors")),
            cancellationToken: ct
        );
        // Pods that are named are all there is: Chaos Mesh then looks at nothing else.
        return Pods.Count > 0
            ? [.. found.Items.Where(p => Words(Pods[ns]).Contains(p.Name()))]
            : [.. found.Items.Where(IsChosen)];
    }

    private bool IsChosen(V1Pod pod) =>
        Pairs("annotationSelectors").All(a => pod.GetAnnotation(a.Key) == a.Value)
        && (Words("podPhaseSelectors") is not { Count: > 0 } phases || phases.Contains(pod.Status?.Phase ?? ""))
        && (Words("nodes") is not { Count: > 0 } nodes || nodes.Contains(pod.Spec?.NodeName ?? ""));

    private string? Labels() =>
        string.Join(
            ',',
            Pairs("labelSelectors")
                .Select(l => $"{l.Key}={l.Value}")
                .Concat((selector["expressionSelectors"] as JsonArray ?? []).OfType<JsonObject>().Select(Expression))
        )
            is { Length: > 0 } query
            ? query
            : null;

    private static string Expression(JsonObject e)
    {
        var (key, values) = (e["key"]?.ToString(), string.Join(',', Words(e["values"])));
        return e["operator"]?.ToString() switch
        {
            "In" => $"{key} in ({values})",
            "NotIn" => $"{key} notin ({values})",
            "Exists" => $"{key}",
            _ => $"!{key}",
        };
    }

    private static string? Join(IReadOnlyList<KeyValuePair<string, string>> pairs) =>
        pairs.Count == 0 ? null : string.Join(',', pairs.Select(p => $"{p.Key}={p.Value}"));

    private IReadOnlyList<KeyValuePair<string, string>> Pairs(string key) =>
        [.. (selector[key] as JsonObject ?? []).Select(p => KeyValuePair.Create(p.Key, p.Value?.ToString() ?? ""))];

    private IReadOnlyList<string> Words(string key) => Words(selector[key]);

    private static IReadOnlyList<string> Words(JsonNode? list) =>
        [.. (list as JsonArray ?? []).Select(w => w?.ToString() ?? "")];
}
