using System.Net;
using System.Text.Json;
using ResilienceGate.Agents;
using ResilienceGate.Core.Consistency;
using ResilienceGate.Probes.Http;
using ResilienceGate.Probes.Json;

namespace ResilienceGate.Probes.Predict;

/// <summary>
/// The response of <c>POST /v1/models/M:predict</c>: <c>{"predictions": [...]}</c> to instances in rows,
/// <c>{"outputs": ...}</c> to inputs in columns, or <c>{"error"}</c>. It does not name the version that answered.
/// </summary>
internal static class PredictResponse
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
        var outputs = default(IReadOnlyList<Tensor>);
        json.Read();
        if (json.TokenType is not JsonTokenType.StartObject)
            return Malformed("the answer is not a JSON object");
        while (json.Read() && json.TokenType is JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("predictions"u8) || json.ValueTextEquals("outputs"u8))
            {
                var tensors = new TensorReader(json.GetString() ?? "");
                json.Read();
                outputs = tensors.Read(ref json);
                if (outputs is null)
                    return Malformed(tensors.Problem ?? "");
            }
            else if (json.ValueTextEquals("error"u8))
            {
                json.Read();
                if (json.TokenType is not JsonTokenType.Null)
                    return Reply.Failed<Answer>(Outcome.ServerError, $"HTTP 200 with an error: {Text(ref json)}");
            }
            else
            {
                json.Skip();
            }
        }

        // Finds what follows the object.
        json.Read();
        return outputs is not null
            ? Reply.Answered(new Answer(new Prediction(outputs), ModelVersion: null))
            : Malformed("the answer has neither 'predictions' nor 'outputs'");
    }

    private static string Text(ref Utf8JsonReader json) =>
        json.TokenType is JsonTokenType.String ? json.GetString() ?? "" : "an object";

    private static Reply<Answer> Malformed(string problem) => Reply.Failed<Answer>(Outcome.Malformed, problem);
}
