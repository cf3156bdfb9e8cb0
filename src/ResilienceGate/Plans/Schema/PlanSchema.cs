using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ResilienceGate.Plans.Sections;

namespace ResilienceGate.Plans.Schema;

/// <summary>The JSON schema of a plan, draft 7, with which editors complete and explain keys.</summary>
internal static class PlanSchema
{
    public const string Id = "https://resilience-gate.io/schema/plan/v1.json";

    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        // The file is read by people and editors; nobody puts it into HTML.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Text()
    {
        var schema = new JsonObject
        {
            ["$schema"] = "http://json-schema.org/draft-07/schema#",
            ["$id"] = Id,
            ["title"] = "Resilience Gate plan",
        };
        foreach (var (name, value) in new PlanSection().Schema())
            schema[name] = value?.DeepClone();
        return schema.ToJsonString(Readable) + "\n";
    }
}
