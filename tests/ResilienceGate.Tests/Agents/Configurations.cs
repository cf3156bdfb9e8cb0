using ResilienceGate.Agents;
using ResilienceGate.Core.Consistency;
using ResilienceGate.Tests.Probes;

namespace ResilienceGate.Tests.Agents;

internal static class Configurations
{
    /// <param name="service">Address and port.</param>
    public static ProbeConfiguration For(string service) =>
        new()
        {
            Run = "run",
            Service = service,
            Host = "recommender.shop.svc:8080",
            Protocol = "open-inference-v2",
            Model = "recommender",
            Rate = 50,
            Deadline = TimeSpan.FromSeconds(30),
            Connections = ConnectionPolicy.Pooled,
            Oracle = new Oracle.Exact(),
            Requests = [Clients.Request("a"), Clients.Request("b")],
            Seed = 1,
            SilenceLimit = TimeSpan.FromMinutes(1),
        };
}
