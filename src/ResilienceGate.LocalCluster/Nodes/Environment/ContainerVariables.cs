using System.Text;
using k8s.Models;

namespace ResilienceGate.LocalCluster.Nodes.Environment;

/// <summary>The variables that a container's spec asks for: <c>envFrom</c>, then <c>env</c>, each with its sources.</summary>
internal sealed class ContainerVariables(ConfigSources sources, ResourceReference resources)
{
    /// <param name="pod">The pod.</param>
    /// <param name="addresses">Its addresses.</param>
    /// <param name="container">Whose variables.</param>
    /// <param name="inherited">What $(NAME) may refer to besides the container's own.</param>
    /// <exception cref="ContainerConfigException">A source is missing.</exception>
    public IReadOnlyDictionary<string, string> Resolve(
        V1Pod pod,
        PodAddresses addresses,
        V1Container container,
        IReadOnlyDictionary<string, string> inherited
    )
    {
        var own = new Dictionary<string, string>(StringComparer.Ordinal);
        var visible = new Dictionary<string, string>(inherited, StringComparer.Ordinal);
        foreach (var source in container.EnvFrom ?? [])
        {
            foreach (var (key, bytes) in Data(pod, source))
                own[source.Prefix + key] = visible[source.Prefix + key] = Encoding.UTF8.GetString(bytes);
        }

        foreach (var variable in container.Env ?? [])
        {
            var value = variable.ValueFrom is null
                ? VariableExpansion.Expand(variable.Value ?? "", visible)
                : Resolve(pod, addresses, container, variable.ValueFrom);
            if (value is not null)
                own[variable.Name] = visible[variable.Name] = value;
        }

        return own;
    }

    private IReadOnlyDictionary<string, byte[]> Data(V1Pod pod, V1EnvFromSource source) =>
        source switch
        {
            { ConfigMapRef: { } map } => sources.ConfigMap(pod.Metadata.NamespaceProperty, map.Name, map.Optional),
            { SecretRef: { } secret } => sources.Secret(pod.Metadata.NamespaceProperty, secret.Name, secret.Optional),
            _ => new Dictionary<string, byte[]>(StringComparer.Ordinal),
        };

    /// <returns>Null when an optional source has no such key: the variable is then left out.</returns>
    private string? Resolve(V1Pod pod, PodAddresses addresses, V1Container container, V1EnvVarSource source)
    {
        var ns = pod.Metadata.NamespaceProperty;
        return source switch
        {
            { FieldRef: { } field } => FieldReference.Resolve(pod, addresses, field.FieldPath),
            { ResourceFieldRef: { } resource } => resources.Resolve(container, resource),
            { ConfigMapKeyRef: { } map } => Value(
                sources.ConfigMap(ns, map.Name, map.Optional),
                map.Key,
                map.Optional,
                $"ConfigMap {ns}/{map.Name}"
            ),
            { SecretKeyRef: { } secret } => Value(
                sources.Secret(ns, secret.Name, secret.Optional),
                secret.Key,
                secret.Optional,
                $"Secret {ns}/{secret.Name}"
            ),
            _ => throw new ContainerConfigException("unsupported valueFrom"),
        };
    }

    private static string? Value(IReadOnlyDictionary<string, byte[]> data, string key, bool? optional, string owner) =>
        data.TryGetValue(key, out var bytes) ? Encoding.UTF8.GetString(bytes)
        : optional is true ? null
        : throw new ContainerConfigException($"couldn't find key {key} in {owner}");
}
