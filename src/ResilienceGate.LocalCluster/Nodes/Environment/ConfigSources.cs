using System.Text;
using k8s.Models;
using ResilienceGate.LocalCluster.Controllers;

namespace ResilienceGate.LocalCluster.Nodes.Environment;

/// <summary>The data of ConfigMaps and Secrets, as environment variables and volumes refer to them.</summary>
internal sealed class ConfigSources(Resource<V1ConfigMap> configMaps, Resource<V1Secret> secrets)
{
    /// <returns>The keys and their bytes; empty when it does not exist and need not.</returns>
    /// <exception cref="ContainerConfigException">It does not exist and is not optional.</exception>
    public IReadOnlyDictionary<string, byte[]> ConfigMap(string ns, string name, bool? optional)
    {
        if (configMaps.Find(ns, name) is not { } map)
            return Missing("configmap", name, optional);
        var data = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var (key, text) in map.Data ?? new Dictionary<string, string>(StringComparer.Ordinal))
            data[key] = Encoding.UTF8.GetBytes(text);
        foreach (var (key, bytes) in map.BinaryData ?? new Dictionary<string, byte[]>(StringComparer.Ordinal))
            data[key] = bytes;
        return data;
    }

    /// <inheritdoc cref="ConfigMap"/>
    public IReadOnlyDictionary<string, byte[]> Secret(string ns, string name, bool? optional) =>
        secrets.Find(ns, name) is { } secret
            ? new SortedDictionary<string, byte[]>(
                secret.Data ?? new Dictionary<string, byte[]>(StringComparer.Ordinal),
                StringComparer.Ordinal
            )
            : Missing("secret", name, optional);

    private static Dictionary<string, byte[]> Missing(string kind, string name, bool? optional) =>
        optional is true
            ? new Dictionary<string, byte[]>(StringComparer.Ordinal)
            : throw new ContainerConfigException($"{kind} \"{name}\" not found");
}
