using System.Text.Json;
using System.Text.Json.Serialization;

namespace ResilienceGate.Commands.Judging;

/// <summary>A number of seconds, or null or "never".</summary>
internal sealed class RecoveryValueConverter : JsonConverter<RecoveryValue>
{
    private const string Never = "never";

    public override bool HandleNull => true;

    public override RecoveryValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType switch
        {
            JsonTokenType.Number => new RecoveryValue(reader.GetDouble()),
            JsonTokenType.Null => new RecoveryValue(null),
            JsonTokenType.String when reader.ValueTextEquals(Never) => new RecoveryValue(null),
            _ => throw new JsonException("A recovery time is a number of seconds, null or \"never\"."),
        };

    public override void Write(Utf8JsonWriter writer, RecoveryValue value, JsonSerializerOptions options)
    {
        if (value.Seconds is { } seconds)
            writer.WriteNumberValue(seconds);
        else
            writer.WriteStringValue(Never);
    }
}
