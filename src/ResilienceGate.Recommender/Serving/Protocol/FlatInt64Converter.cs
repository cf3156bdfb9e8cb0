using System.Text.Json;
using System.Text.Json.Serialization;

namespace ResilienceGate.Recommender.Serving.Protocol;

/// <summary>
/// Reads integers from a tensor's <c>data</c>, which the protocol lets a client write flat in row-major order or nested
/// along the dimensions.
/// </summary>
internal sealed class FlatInt64Converter : JsonConverter<IReadOnlyList<long>>
{
    public override IReadOnlyList<long> Read(
        ref Utf8JsonReader reader,
        Type typeToConvert,
        JsonSerializerOptions options
    )
    {
        var values = new List<long>();
        var depth = 0;
        do
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartArray:
                    depth++;
                    break;
                case JsonTokenType.EndArray:
                    depth--;
                    break;
                case JsonTokenType.Number when depth > 0 && reader.TryGetInt64(out var value):
                    values.Add(value);
                    break;
                default:
                    throw new BadHttpRequestException(
                        $"data must be an array, flat or nested, of {Signature.Int64} numbers"
                    );
            }
        } while (depth > 0 && reader.Read());

        return values;
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<long> value, JsonSerializerOptions options) =>
        throw new NotSupportedException("Requests are only read.");
}
