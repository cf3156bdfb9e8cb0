using System.Globalization;
using System.Net;
using k8s.Models;
using ResilienceGate.LocalCluster.Nodes.Containers;

namespace ResilienceGate.LocalCluster.Nodes.Probes;

/// <summary>Reads what a probe's spec asks to be tried.</summary>
internal static class Probers
{
    private static readonly HttpMessageInvoker HttpClient = HttpProber.CreateClient();

    /// <param name="probe">The spec.</param>
    /// <param name="container">For its named ports.</param>
    /// <param name="run">For commands.</param>
    /// <param name="address">The pod's.</param>
    public static IProber Create(V1Probe probe, V1Container container, ContainerRun run, IPAddress address) =>
        probe switch
        {
            { HttpGet: { } http } => Http(http, container, address),
            { TcpSocket: { } tcp } when Port(tcp.Port, container) is { } port => new TcpProber(
                new IPEndPoint(Address(tcp.Host, address), port)
            ),
            { Exec: { } exec } => new ExecProber(run.Beside(exec.Command ?? [])),
            { Grpc: not null } => new UnsupportedProber("grpc"),
            _ => new UnsupportedProber("such"),
        };

    private static IProber Http(V1HTTPGetAction http, V1Container container, IPAddress address)
    {
        if (Port(http.Port, container) is not { } port)
            return new UnsupportedProber($"httpGet of an unknown port {http.Port}");
        var scheme = (http.Scheme ?? "HTTP").ToLowerInvariant();
        var host = string.IsNullOrEmpty(http.Host) ? address.ToString() : http.Host;
        var path = http.Path is { Length: > 0 } given ? given : "/";
        var uri = new Uri($"{scheme}://{host}:{port}/{path.TrimStart('/')}");
        var headers = (http.HttpHeaders ?? []).Select(header => KeyValuePair.Create(header.Name, header.Value));
        return new HttpProber(HttpClient, uri, [.. headers]);
    }

    private static IPAddress Address(string? host, IPAddress pod) => IPAddress.TryParse(host, out var own) ? own : pod;

    private static int? Port(IntOrString port, V1Container container) =>
        int.TryParse(port.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : container
                .Ports?.FirstOrDefault(named => string.Equals(named.Name, port.Value, StringComparison.Ordinal))
                ?.ContainerPort;
}
