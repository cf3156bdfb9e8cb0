using System.Buffers;
using System.Text.Json;
using ResilienceGate.Recommender.Serving.Configuration;

namespace ResilienceGate.Recommender.Serving.Protocol;

/// <summary>
/// Writes the "Inference Response JSON Object" by hand: its outputs hold integers or floats, and it is the one body
/// that is written thousands of times a second.
/// </summary>
internal static class InferReplyWriter
{
    /// <remarks>
    /// Both arrays are [n, k], row-major; the scores are finite, as JSON has no other numbers.
    /// </remarks>
    public static void Write(
        IBufferWriter<byte> body,
        ServerOptions options,
        InferQuery query,
        ReadOnlySpan<int> items,
        ReadOnlySpan<float> scores
    )
    {
        using var json = new Utf8JsonWriter(body);
        json.WriteStartObject();
        json.WriteString("model_name"u8, options.ModelName);
        json.WriteString("model_version"u8, options.ModelVersion);
        if (query.Id is not null)
            json.WriteString("id"u8, query.Id);

        json.WriteStartArray("outputs"u8);
        if (query.WantsItems)
        {
            StartOutput(json, Signature.Items, Signature.Int64, query);
            foreach (var item in items)
                json.WriteNumberValue(item);
            EndOutput(json);
        }

        if (query.WantsScores)
        {
            StartOutput(json, Signature.Scores, Signature.Fp32, query);
            foreach (var score in scores)
                json.WriteNumberValue(score);
            EndOutput(json);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void StartOutput(Utf8JsonWriter json, string name, string datatype, InferQuery query)
    {
        json.WriteStartObject();
        json.WriteString("name"u8, name);
        json.WriteString("datatype"u8, datatype);
        json.WriteStartArray("shape"u8);
        json.WriteNumberValue(query.Users.Count);
        json.WriteNumberValue(query.K);
        json.WriteEndArray();
        json.WriteStartArray("data"u8);
    }

    private static void EndOutput(Utf8JsonWriter json)
    {
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
