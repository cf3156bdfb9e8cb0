using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using k8s;
using ResilienceGate.Plans.Yaml;

namespace ResilienceGate.Plans.Forms;

/// <summary>A piece of Kubernetes' own YAML, as a pod's specification has it.</summary>
/// <param name="what">What it is, in words.</param>
/// <param name="example">A right one, on one line.</param>
internal sealed class KubernetesForm<T>(string what, string example) : Form<T>
    where T : class, new()
{
    public override string Description => what;

    public override string Addition(string key) => $"`{key}: {example}`";

    public override T Read(PlanNode node, Slot slot, PlanContext context)
    {
        if (node is not PlanNode.Mapping || Json(node) is not { } json)
        {
            context.Errors.Add(node.At, $"{slot.Name} is {what}; write for example `{slot.Name}: {example}`");
            return StandIn(context);
        }
        try
        {
            var value = KubernetesJson.Deserialize<T>(json.ToJsonString());
            if (Unknown(json, JsonNode.Parse(KubernetesJson.Serialize(value))) is not { } unknown)
                return value;
            context.Errors.Add(
                node.At,
                $"{slot.Name} has no key \"{unknown}\" in Kubernetes; write it as in `{example}`"
            );
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            context.Errors.Add(node.At, $"{slot.Name} is not {what}; write it as in `{example}`");
        }
        return StandIn(context);
    }

    public override T StandIn(PlanContext context) => new();

    public override JsonObject Schema() => new() { ["type"] = "object" };

    private static JsonNode? Json(PlanNode node) =>
        node switch
        {
            PlanNode.Scalar { IsEmpty: true } => null,
            PlanNode.Scalar { Plain: true, Text: "true" or "false" } flag => flag.Text == "true",
            PlanNode.Scalar { Plain: true } number
                when long.TryParse(
                    number.Text,
                    NumberStyles.AllowLeadingSign,
                    CultureInfo.InvariantCulture,
                    out var n
                ) => n,
            PlanNode.Scalar text => text.Text,
            PlanNode.Sequence list => new JsonArray([.. list.Items.Select(Json)]),
            PlanNode.Mapping map => new JsonObject(map.Entries.Select(e => KeyValuePair.Create(e.Key, Json(e.Value)))),
            _ => throw new InvalidOperationException($"A {node.GetType().Name} is not known."),
        };

    /// <summary>The first key that got lost, for Kubernetes does not have it.</summary>
    private static string? Unknown(JsonNode? written, JsonNode? kept) =>
        (written, kept) switch
        {
            (JsonObject w, JsonObject k) => w.Select(p =>
                    k.ContainsKey(p.Key) || p.Value is null ? Unknown(p.Value, k[p.Key]) : p.Key
                )
                .FirstOrDefault(u => u is not null),
            (JsonArray w, JsonArray k) => w.Zip(k, Unknown).FirstOrDefault(u => u is not null),
            _ => null,
        };
}
