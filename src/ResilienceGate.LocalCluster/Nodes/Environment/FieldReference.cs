using k8s.Models;

namespace ResilienceGate.LocalCluster.Nodes.Environment;

/// <summary>The downward API's <c>fieldRef</c>: what a pod may know of itself.</summary>
internal static class FieldReference
{
    /// <param name="pod">The pod.</param>
    /// <param name="addresses">Its addresses, which its status may not have yet.</param>
    /// <param name="fieldPath">Such as <c>metadata.name</c> or <c>metadata.labels['app']</c>.</param>
    /// <exception cref="ContainerConfigException">There is no such field.</exception>
    public static string Resolve(V1Pod pod, PodAddresses addresses, string fieldPath) =>
        fieldPath switch
        {
            "metadata.name" => pod.Metadata.Name,
            "metadata.namespace" => pod.Metadata.NamespaceProperty,
            "metadata.uid" => pod.Metadata.Uid,
            "metadata.labels" => Format(pod.Metadata.Labels),
            "metadata.annotations" => Format(pod.Metadata.Annotations),
            "spec.nodeName" => pod.Spec.NodeName,
            "spec.serviceAccountName" => pod.Spec.ServiceAccountName ?? "",
            "status.hostIP" or "status.hostIPs" => addresses.Host.ToString(),
            "status.podIP" or "status.podIPs" => addresses.Pod.ToString(),
            _ => Key(fieldPath, "metadata.labels", pod.Metadata.Labels)
                ?? Key(fieldPath, "metadata.annotations", pod.Metadata.Annotations)
                ?? throw new ContainerConfigException($"unsupported fieldPath: {fieldPath}"),
        };

    /// <summary>The value for <c>map['key']</c>, empty when there is no such key; null for another path.</summary>
    private static string? Key(string fieldPath, string map, IDictionary<string, string>? values)
    {
        if (
            !fieldPath.StartsWith($"{map}['", StringComparison.Ordinal)
            || !fieldPath.EndsWith("']", StringComparison.Ordinal)
        )
            return null;
        var key = fieldPath[(map.Length + 2)..^2];
        return values is not null && values.TryGetValue(key, out var value) ? value : "";
    }

    private static string Format(IDictionary<string, string>? values) =>
        string.Join(
            '\n',
            (values ?? new Dictionary<string, string>(StringComparer.Ordinal))
                .OrderBy(pair => pair.Key, StringComparer.Ordinal)
                .Select(pair => $"{pair.Key}=\"{Escape(pair.Value)}\"")
        );

    private static string Escape(string value) =>
        value
            .Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("\"", "\\\"", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal);
}
