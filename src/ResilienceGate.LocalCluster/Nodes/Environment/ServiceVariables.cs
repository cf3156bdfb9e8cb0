using System.Globalization;
using k8s.Models;

namespace ResilienceGate.LocalCluster.Nodes.Environment;

/// <summary>The variables by which a container finds the Services of its namespace, and the API server.</summary>
internal static class ServiceVariables
{
    /// <param name="services">The Services to tell of; those without an address are left out.</param>
    public static IEnumerable<KeyValuePair<string, string>> Of(IEnumerable<V1Service> services) =>
        services.Where(service => service.Spec.ClusterIP is not (null or "" or "None")).SelectMany(Of);

    private static IEnumerable<KeyValuePair<string, string>> Of(V1Service service)
    {
        var name = VariableName(service.Metadata.Name);
        var address = service.Spec.ClusterIP;
        var ports = service.Spec.Ports ?? [];
        if (ports.Count is 0)
            yield break;
        yield return new($"{name}_SERVICE_HOST", address);
        yield return new($"{name}_SERVICE_PORT", Text(ports[0].Port));
        foreach (var port in ports.Where(port => !string.IsNullOrEmpty(port.Name)))
            yield return new($"{name}_SERVICE_PORT_{VariableName(port.Name)}", Text(port.Port));
        var first = ports[0];
        yield return new($"{name}_PORT", Url(address, first));
        foreach (var port in ports)
        {
            var prefix = $"{name}_PORT_{Text(port.Port)}_{Protocol(port).ToUpperInvariant()}";
            yield return new(prefix, Url(address, port));
            yield return new($"{prefix}_PROTO", Protocol(port));
            yield return new($"{prefix}_PORT", Text(port.Port));
            yield return new($"{prefix}_ADDR", address);
        }
    }

    private static string VariableName(string name) => name.Replace('-', '_').Replace('.', '_').ToUpperInvariant();

    private static string Protocol(V1ServicePort port) => (port.Protocol ?? "TCP").ToLowerInvariant();

    private static string Url(string address, V1ServicePort port) => $"{Protocol(port)}://{address}:{Text(port.Port)}";

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
}
