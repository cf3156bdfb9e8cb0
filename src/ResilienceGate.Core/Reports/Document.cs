using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ResilienceGate.Core.Reports;

/// <summary>A JSON document that names its format, so that a foreign one is told from one that is broken, and from a newer one.</summary>
/// <param name="what">What it is, as it reads in an error: <c>a baseline</c>.</param>
/// <param name="format">The format that is read and written: <c>resilience-gate.io/baseline/v1</c>.</param>
/// <param name="remedy">What to do about one that cannot be read.</param>
/// <param name="earlier">Formats that are read as well: the present one only added what may be missing.</param>
internal sealed class Document<T>(
    string what,
    string format,
    string remedy,
    JsonTypeInfo<T> type,
    IReadOnlyCollection<string>? earlier = null
)
    where T : class
{
    private const string FormatProperty = "format";

    /// <summary>The document, with a line break at its end.</summary>
    public string Write(T value) => JsonSerializer.Serialize(value, type) + "\n";

    /// <param name="source">The file or object it comes from; errors name it.</param>
    /// <exception cref="DocumentException">It is no JSON, foreign, of another version, or incomplete.</exception>
    public T Read(string json, string source) => Parse(json, source, root => Read(root, source));

    /// <summary>Documents in an array.</summary>
    /// <exception cref="DocumentException">It is no JSON array, or one of them cannot be read.</exception>
    public IReadOnlyList<T> ReadMany(string json, string source) =>
        Parse(
            json,
            source,
            root =>
                root.ValueKind is JsonValueKind.Array
                    ? root.EnumerateArray().Select(element => Read(element, source)).ToList()
                    : throw new DocumentException(source, $"is no list of documents, each {what}. {remedy}")
        );

    private TResult Parse<TResult>(string json, string source, Func<JsonElement, TResult> read)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false });
            return read(document.RootElement);
        }
        catch (JsonException e)
        {
            throw new DocumentException(source, $"is corrupted and not {what}: {e.Message} {remedy}", e);
        }
    }

    private T Read(JsonElement element, string source)
    {
        CheckFormat(element, source);
        return element.Deserialize(type) ?? throw new DocumentException(source, $"is not {what}: it is null. {remedy}");
    }

    private void CheckFormat(JsonElement root, string source)
    {
        var found =
            root.ValueKind is JsonValueKind.Object
            && root.TryGetProperty(FormatProperty, out var property)
            && property.ValueKind is JsonValueKind.String
                ? property.GetString()
                : null;

        if (
            string.Equals(found, format, StringComparison.Ordinal)
            || (found is not null && earlier?.Contains(found, StringComparer.Ordinal) is true)
        )
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
