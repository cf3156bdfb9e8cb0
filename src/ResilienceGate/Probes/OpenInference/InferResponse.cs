using System.Net;
using System.Text.Json;
using ResilienceGate.Agents;
using ResilienceGate.Core.Consistency;
using ResilienceGate.Probes.Http;
using ResilienceGate.Probes.Json;

namespace ResilienceGate.Probes.OpenInference;

/// <summary>
/// The response of <c>POST /v2/models/M/infer</c>:
/// <c>{"model_name", "model_version"?, "id"?, "outputs": [{"name", "datatype", "shape", "data"}]}</c>, or
/// <c>{"error"}</c>, which some servers send under a status of success.
/// </summary>
internal static class InferResponse
{
    public static Reply<Answer> Read(HttpStatusCode status, ReadOnlySpan<byte> body)
    {
        if (ErrorResponse.Read<Answer>(status, body) is { } failure)
            return failure;
        try
        {
            return ReadObject(new Utf8JsonReader(body));
        }
        catch (JsonException e)
        {
            return Malformed(JsonProblem.Describe(body, e));
        }
    }

    private static Reply<Answer> ReadObject(Utf8JsonReader json)
    {
        var outputs = default(List<Tensor>);
        var version = default(string);
        json.Read();
        if (json.TokenType is not JsonTokenType.StartObject)
            return Malformed("the answer is not a JSON object");
        while (json.Read() && json.TokenType is JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("outputs"u8))
            {
                json.Read();
                if (json.TokenType is not JsonTokenType.StartArray)
                    return Malformed("'outputs' is not an array");
                outputs = [];
                while (json.Read() && json.TokenType is not JsonTokenType.EndArray)
                {
                    var output = new OutputReader();
                    if (output.Read(ref json) is not { } tensor)
                        return Malformed(output.Problem ?? "");
                    outputs.Add(tensor);
                }
            }
            else if (json.ValueTextEquals("error"u8))
            {
                json.Read();
                if (json.TokenType is JsonTokenType.String)
                    return Reply.Failed<Answer>(Outcome.ServerError, $"HTTP 200 with an error: {json.GetString()}");
                if (json.TokenType is not JsonTokenType.Null)
                    return Reply.Failed<Answer>(Outcome.ServerError, "HTTP 200 with an error");
            }
            else if (json.ValueTextEquals("model_version"u8))
            {
                json.Read();
                version = json.TokenType is JsonTokenType.String ? json.GetString() : null;
                json.Skip();
            }
            else
            {
                json.Skip();
            }
        }

        // Finds what follows the object.
        json.Read();
        return outputs is { Count: > 0 }
            ? Reply.Answered(new Answer(new Prediction(outputs), version))
            : Malformed("the answer has no 'outputs'");
    }

    private static Reply<Answer> Malformed(string problem) => Reply.Failed<Answer>(Outcome.Malformed, problem);
}
