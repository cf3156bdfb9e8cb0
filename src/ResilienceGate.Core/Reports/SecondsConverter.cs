using System.Text.Json;
using System.Text.Json.Serialization;

namespace ResilienceGate.Core.Reports;

/// <summary>Every time span in a document is a number of seconds.</summary>
public sealed class SecondsConverter : JsonConverter<TimeSpan>
{
    public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var seconds = reader.GetDouble();
        if (!double.IsFinite(seconds) || Math.Abs(seconds) >= TimeSpan.MaxValue.TotalSeconds)
            throw new JsonException($"{seconds:R} is not a number of seconds.");

        // Rounded to the tick, so that what was written is read back unchanged.
        return new TimeSpan((long)Math.Round(seconds * TimeSpan.TicksPerSecond));
    }

    public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(value.TotalSeconds);
}
