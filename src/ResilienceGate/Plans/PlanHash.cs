using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using ResilienceGate.Core.Experiments;
using ResilienceGate.Probes;

namespace ResilienceGate.Plans;

/// <summary>
/// What a plan asks of traffic and faults, in one number. Runs of equal hash were measured alike and may be compared;
/// margins, policy, limits, seeds, the names of files and the way the YAML is written are not part of it, nor are the
/// expected answers, which are new with every new model.
/// </summary>
internal static class PlanHash
{
    /// <returns>SHA-256 in lower-case hexadecimal.</returns>
    public static string Of(Plan plan)
    {
        var asked = new JsonObject
        {
            ["service"] = $"{plan.Target.Service}:{plan.Target.Port}",
            ["protocol"] = plan.Probe.Protocol,
            ["model"] = plan.Probe.Model,
            ["rate"] = plan.Probe.Rate,
            ["deadline"] = plan.Probe.Deadline.TotalMilliseconds,
            ["connections"] = plan.Probe.Connections.ToString(),
            ["requests"] = Array(
                plan.Probe.Requests.Select(r => new JsonObject { ["id"] = r.Id, ["body"] = Canonical(r.Body) })
            ),
            ["truth"] = plan.Truth.ToString(),
            ["oracle"] = Case(plan.Oracle),
            ["experiments"] = Array(
                plan.Experiments.Select(e => new JsonObject
                {
                    ["name"] = e.Name,
                    ["fault"] = Injected(e),
                    ["mode"] = Case(e.Mode),
                    ["repeat"] = e.Repeat,
                    ["observe"] = e.Observe.TotalMilliseconds,
                    ["recover-within"] = e.RecoverWithin.TotalMilliseconds,
                })
            ),
        };
        if (plan.Probe.Options != ProtocolOptions.None)
            asked["options"] = JsonSerializer.SerializeToNode(plan.Probe.Options);
        return Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(asked)));
    }

    /// <summary>Another driver is another fault; what the gate injects itself is named by its kind alone.</summary>
    private static JsonObject Injected(Experiment experiment) =>
        experiment.Driver is Driver.Native
            ? Case(experiment.Fault)
            : new JsonObject { [experiment.Driver.ToString()] = Case(experiment.Fault) };

    /// <summary>A case of a closed hierarchy: its name, and all that it holds.</summary>
    private static JsonObject Case(object value) =>
        new() { [value.GetType().Name] = JsonSerializer.SerializeToNode(value, value.GetType()) };

    private static JsonArray Array(IEnumerable<JsonNode?> items) => new([.. items]);

    /// <summary>The same JSON with the keys of every object in ordinal order.</summary>
    private static JsonNode? Canonical(JsonNode? node) =>
        node switch
        {
            JsonObject o => new JsonObject(
                o.OrderBy(p => p.Key, StringComparer.Ordinal)
                    .Select(p => KeyValuePair.Create(p.Key, Canonical(p.Value)))
            ),
            JsonArray a => Array(a.Select(Canonical)),
            _ => node?.DeepClone(),
        };
}
