using System.Text.Json.Nodes;
using ResilienceGate.Agents;
using ResilienceGate.Probes;
using ResilienceGate.Probes.OpenInference;

namespace ResilienceGate.Tests.Probes;

/// <summary>What most tests of the probe ask, and with what.</summary>
internal static class Clients
{
    public static readonly OpenInferenceProtocol Protocol = new();

    public static IModelClient Connect(string address, ConnectionPolicy connections = ConnectionPolicy.Fresh) =>
        Connect(Protocol, address, connections);

    public static IModelClient Connect(
        IProbeProtocol protocol,
        string address,
        ConnectionPolicy connections = ConnectionPolicy.Fresh,
        TimeProvider? time = null
    ) =>
        protocol.Connect(
            new ModelEndpoint
            {
                Server = new Uri($"http://{address}/"),
                Host = "recommender.shop.svc:8080",
                Model = "recommender",
                Connections = connections,
                ConnectTimeout = TimeSpan.FromSeconds(30),
                Time = time ?? TimeProvider.System,
            }
        );

    public static ProbeRequest Request(string id) =>
        new(
            id,
            new JsonObject
            {
                ["inputs"] = new JsonArray(
                    new JsonObject
                    {
                        ["name"] = "user",
                        ["shape"] = new JsonArray(1),
                        ["datatype"] = "INT64",
                        ["data"] = new JsonArray(42),
                    }
                ),
            }
        );

    public static PreparedRequest Prepared(string id) => Protocol.Prepare(Request(id), "recommender");
}
