using System.Text.Json.Nodes;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Api.Tables;

/// <summary>Services and EndpointSlices.</summary>
internal static class NetworkColumns
{
    /// <summary>So many ports or endpoints are named before a table says "and N more".</summary>
    private const int Shown = 3;

    public static IReadOnlyList<TableColumn> Services { get; } =
    [
        Cells.Name,
        Cells.Text("Type", "type determines how the Service is exposed.", o => o.Object("spec")?.Text("type")),
        Cells.Text(
            "Cluster-IP",
            "clusterIP is the IP address of the service.",
            o => Or(o.Object("spec")?.Text("clusterIP"))
        ),
        Cells.Text(
            "External-IP",
            "externalIPs is a list of IP addresses for which nodes in the cluster will also accept traffic.",
            ExternalAddress
        ),
        Cells.Text("Port(s)", "The list of ports that are exposed by this service.", Ports),
        Cells.Age,
        Cells.Wide(
            "Selector",
            "Route service traffic to pods with label keys and values matching this selector.",
            o => Cells.Labels(o.Object("spec")?.Object("selector"))
        ),
    ];

    public static IReadOnlyList<TableColumn> EndpointSlices { get; } =
    [
        Cells.Name,
        Cells.Text(
            "AddressType",
            "addressType specifies the type of address carried by this EndpointSlice.",
            o => o.Text("addressType")
        ),
        Cells.Text(
            "Ports",
            "ports specifies the list of network ports exposed by each endpoint in this slice.",
            SlicePorts
        ),
        Cells.Text("Endpoints", "endpoints is a list of unique endpoints in this slice.", SliceEndpoints),
        Cells.Age,
    ];

    private static string Or(string? text) => string.IsNullOrEmpty(text) ? Cells.None : text;

    private static string? ExternalAddress(JsonObject service)
    {
        var spec = service.Object("spec") ?? [];
        if (spec.Text("type") is "ExternalName")
            return spec.Text("externalName");
        var balancers = service.Object("status")?.Object("loadBalancer")?.Items("ingress") ?? [];
        List<string?> addresses =
        [
            .. spec.Text("type") is "LoadBalancer" ? balancers.Select(i => i.Text("ip") ?? i.Text("hostname")) : [],
            .. (spec.Array("externalIPs") ?? []).Select(a => a.Text()),
        ];
        return addresses.Count > 0 ? string.Join(',', addresses)
            : spec.Text("type") is "LoadBalancer" ? "<pending>"
            : Cells.None;
    }

    private static string Ports(JsonObject service)
    {
        var ports = service.Object("spec")?.Items("ports") ?? [];
        var text = string.Join(',', ports.Select(Port));
        return Or(text);
    }

    private static string Port(JsonObject port) =>
        port.Number("nodePort") is { } node and > 0
            ? $"{port.Number("port")}:{node}/{port.Text("protocol")}"
            : $"{port.Number("port")}/{port.Text("protocol")}";

    private static string SlicePorts(JsonObject slice)
    {
        List<string> ports = [.. slice.Items("ports").Select(p => Cells.Scalar(p["port"]) ?? p.Text("name") ?? "*")];
        return ports.Count == 0 ? "<unset>" : Shorten(ports);
    }

    private static string SliceEndpoints(JsonObject slice)
    {
        List<string> addresses =
        [
            .. slice.Items("endpoints").SelectMany(e => e.Array("addresses") ?? []).Select(a => a.Text()),
        ];
        return addresses.Count == 0 ? "<unset>" : Shorten(addresses);
    }

    private static string Shorten(List<string> texts) =>
        texts.Count <= Shown
            ? string.Join(',', texts)
            : $"{string.Join(',', texts.Take(Shown))} + {texts.Count - Shown} more...";
}
