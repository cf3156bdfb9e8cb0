using System.Text.Json.Nodes;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Tests.Api.Access;

/// <summary>What the server said.</summary>
internal sealed record Answer(int Code, JsonObject Body)
{
    public string Message => Body.Text("message") ?? "";

    public JsonObject Status => Body.Object("status") ?? [];
}
