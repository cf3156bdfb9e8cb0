using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ResilienceGate.Core.Reports;

/// <summary>A JSON document that names its format, so that a foreign one is told from one that is broken, and from a newer one.</summary>
/// <param name="what">What it is, as it reads in an error: <c>a baseline</c>.</param>
/// <param name="format">The format that is read and written: <c>resilience-gate.io/baseline/v1</c>.</param>
/// <param name="remedy">What to do about one that cannot be read.</param>
internal sealed class Document<T>(string what, string format, string remedy, JsonTypeInfo<T> type)
    where T : class
{
    private const string FormatProperty = "format";

    public string Write(T value) => JsonSerializer.Serialize(value, type) + "\n";

    /// <exception cref="DocumentException">It is no JSON, foreign, of another version, or incomplete.</exception>
    public T Read(string json, string source)
    {
        try
        {
            using (var document = JsonDocument.Parse(json))
                CheckFormat(document.RootElement, source);

            return JsonSerializer.Deserialize(json, type)
                ?? throw new DocumentException(source, $"is not {what}: it is null. {remedy}");
        }
        catch (JsonException e)
        {
            throw new DocumentException(source, $"is a corrupted document and not {what}: {e.Message} {remedy}", e);
        }
    }

    private void CheckFormat(JsonElement root, string source)
    {
        var found =
            root.ValueKind is JsonValueKind.Object
            && root.TryGetProperty(FormatProperty, out var property)
            && property.ValueKind is JsonValueKind.String
                ? property.GetString()
                : null;

        if (string.Equals(found, format, StringComparison.Ordinal))
            return;

        var family = format[..(format.LastIndexOf('/') + 1)];
        if (found?.StartsWith(family, StringComparison.Ordinal) is true)
        {
            throw new DocumentException(
                source,
                $"has the format {found}, and this version reads {format}. Use the version that wrote it, or: {remedy}"
            );
        }

        throw new DocumentException(
            source,
            $"is not {what}: its \"{FormatProperty}\" is {(found is null ? "missing" : $"\"{found}\"")} instead of \"{format}\". {remedy}"
        );
    }
}
