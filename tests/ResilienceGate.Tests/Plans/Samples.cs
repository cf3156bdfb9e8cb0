using System.Text.Json.Nodes;
using ResilienceGate.Agents;
using ResilienceGate.Core.Consistency;
using ResilienceGate.Plans;

namespace ResilienceGate.Tests.Plans;

/// <summary>Plans to read, and a reader of them whose requests file has one request without an answer.</summary>
internal static class Samples
{
    public static string Folder { get; } = Repository.File("tests/ResilienceGate.Tests/Plans/Samples");

    public static string CompletePath { get; } = Path.Combine(Folder, "complete.yaml");

    public static string Complete { get; } = File.ReadAllText(CompletePath);

    public static string Minimal { get; } = File.ReadAllText(Path.Combine(Folder, "minimal.yaml"));

    public static Plan Read(string text, params IReadOnlyList<ProbeRequest> requests) =>
        new PlanReader(_ => requests.Count > 0 ? requests : [Request("line-1", "{}")]).Parse(CompletePath, text);

    /// <summary>What is wrong with a plan; empty when nothing is.</summary>
    public static IReadOnlyList<PlanError> Errors(string text)
    {
        try
        {
            Read(text);
            return [];
        }
        catch (PlanException e)
        {
            return e.Errors;
        }
    }

    public static ProbeRequest Request(string id, string body, Prediction? expected = null) =>
        new(id, JsonNode.Parse(body)?.AsObject() ?? [], expected);
}
