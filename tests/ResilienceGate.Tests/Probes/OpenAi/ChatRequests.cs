using System.Text.Json.Nodes;
using ResilienceGate.Agents;

namespace ResilienceGate.Tests.Probes.OpenAi;

internal static class ChatRequests
{
    public static ProbeRequest Hi { get; } =
        new(
            "hi",
            new JsonObject { ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = "Hi" }) }
        );
}
