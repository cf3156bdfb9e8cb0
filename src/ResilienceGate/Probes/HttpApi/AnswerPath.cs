using System.Text;
using System.Text.Json;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using ResilienceGate.Agents;
using ResilienceGate.Core.Consistency;
using ResilienceGate.Probes.Json;
using JsonException = System.Text.Json.JsonException;

namespace ResilienceGate.Probes.HttpApi;

/// <summary>Picks the answer out of a response by a JSONPath (https://www.rfc-editor.org/rfc/rfc9535, as Json.NET reads it).</summary>
internal sealed class AnswerPath(string path)
{
    /// <summary>All of the response.</summary>
    public const string Whole = "$";

    /// <summary>What is wrong with a path; null when nothing is.</summary>
    public static string? FindProblem(string path)
    {
        try
        {
            new JObject().SelectTokens(path);
            return null;
        }
        catch (Newtonsoft.Json.JsonException e)
        {
            return e.Message;
        }
    }

    public Reply<Answer> Read(ReadOnlySpan<byte> body)
    {
        try
        {
            return path == Whole ? ReadPicked(body) : Pick(body);
        }
        catch (JsonException e)
        {
            return Malformed(JsonProblem.Describe(body, e));
        }
        catch (Newtonsoft.Json.JsonException e)
        {
            return Malformed($"the answer is not valid JSON: {e.Message}");
        }
    }

    private Reply<Answer> Pick(ReadOnlySpan<byte> body)
    {
        // Json.NET takes NaN for a number, which JSON does not have.
        var strict = new Utf8JsonReader(body);
        while (strict.Read()) { }
        // A text that looks like a date is a text.
        using var json = new JsonTextReader(new StringReader(Encoding.UTF8.GetString(body)))
        {
            DateParseHandling = DateParseHandling.None,
        };
        var response = JToken.Load(json);
        if (json.Read())
            return Malformed("something follows the answer");
        var picked = response.SelectTokens(path).ToList();
        return picked.Count == 0
            ? Malformed($"nothing is at {path} in the answer")
            : ReadPicked(Encoding.UTF8.GetBytes(new JArray(picked).ToString(Formatting.None)));
    }

    private static Reply<Answer> ReadPicked(ReadOnlySpan<byte> picked)
    {
        var json = new Utf8JsonReader(picked);
        json.Read();
        var tensors = new TensorReader("answer");
        if (tensors.Read(ref json) is not { } outputs)
            return Malformed(tensors.Problem ?? "");
        // Finds what follows the value.
        json.Read();
        return Reply.Answered(new Answer(new Prediction(outputs), ModelVersion: null));
    }

    private static Reply<Answer> Malformed(string problem) => Reply.Failed<Answer>(Outcome.Malformed, problem);
}
