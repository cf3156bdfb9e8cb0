using System.Text.Json.Nodes;

namespace ResilienceGate.LocalCluster.Store;

/// <summary>Where a kind keeps what its <c>scale</c> subresource shows, as paths such as <c>.spec.replicas</c>.</summary>
internal sealed record ScalePaths(string Replicas, string StatusReplicas, string? Selector)
{
    /// <summary>Those of the built-in workloads.</summary>
    public static ScalePaths Workload { get; } = new(".spec.replicas", ".status.replicas", ".spec.selector");

    public long? WantedReplicas(JsonObject obj) => Number(obj, Replicas);

    public long? ActualReplicas(JsonObject obj) => Number(obj, StatusReplicas);

    /// <summary>The label selector of the pods, as text.</summary>
    public string LabelSelector(JsonObject obj) =>
        Selector is null
            ? ""
            : Find(obj, Selector) switch
            {
                JsonObject selector => Store.LabelSelector.Parse(selector).ToString(),
                var text => text.Text(),
            };

    public void SetReplicas(JsonObject obj, long replicas)
    {
        var parts = Parts(Replicas);
        var holder = parts[..^1].Aggregate(obj, (node, part) => node.EnsureObject(part));
        holder[parts[^1]] = replicas;
    }

    private static long? Number(JsonObject obj, string path)
    {
        var parts = Parts(path);
        return (Find(obj, parts[..^1]) as JsonObject)?.Number(parts[^1]);
    }

    private static JsonNode? Find(JsonObject obj, string path) => Find(obj, Parts(path));

    private static JsonNode? Find(JsonObject obj, string[] parts) =>
        parts.Aggregate((JsonNode?)obj, (node, part) => (node as JsonObject)?[part]);

    private static string[] Parts(string path) => path.Split('.', StringSplitOptions.RemoveEmptyEntries);
}
