namespace ResilienceGate.LocalCluster.Api;

/// <summary>What the path of a resource request means.</summary>
/// <remarks>The form is that of <c>k8s.io/apiserver/pkg/endpoints/request.RequestInfo</c>.</remarks>
internal sealed record RequestInfo
{
    public required string Group { get; init; }

    public required string Version { get; init; }

    public string? Namespace { get; init; }

    public required string Resource { get; init; }

    public string? Name { get; init; }

    public string? Subresource { get; init; }

    /// <returns>Null for a path that names no resource, e.g. discovery.</returns>
    public static RequestInfo? Parse(string path)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return parts switch
        {
            ["api", var version, .. var rest] when rest.Length > 0 => Parse("", version, rest),
            ["apis", var group, var version, .. var rest] when rest.Length > 0 => Parse(group, version, rest),
            _ => null,
        };
    }

    private static RequestInfo? Parse(string group, string version, string[] parts)
    {
        string? ns = null;
        // A namespace is both a scope and, with its own subresources, an object.
        if (parts is ["namespaces", var scope, var inner, ..] && inner is not ("status" or "finalize"))
        {
            ns = scope;
            parts = parts[2..];
        }
        return parts.Length > 3
            ? null
            : new RequestInfo
            {
                Group = group,
                Version = version,
                Namespace = ns,
                Resource = parts[0],
                Name = parts.ElementAtOrDefault(1),
                Subresource = parts.ElementAtOrDefault(2),
            };
    }
}
