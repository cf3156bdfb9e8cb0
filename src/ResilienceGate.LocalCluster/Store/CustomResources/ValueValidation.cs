using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ResilienceGate.LocalCluster.Store.CustomResources;

/// <summary>The bounds that a schema sets to one value: enumerations, patterns, lengths, numbers, formats.</summary>
internal static class ValueValidation
{
    private static readonly TimeSpan PatternTimeout = TimeSpan.FromSeconds(1);

    public static IEnumerable<FieldError> Validate(JsonObject schema, JsonNode node, string path)
    {
        if (schema.Array("enum") is { } allowed && !allowed.Any(value => JsonNode.DeepEquals(value, node)))
            yield return Unsupported(path, node, allowed);
        var errors = node switch
        {
            JsonObject obj => Properties(schema, obj, path),
            JsonArray array => Items(schema, array, path),
            _ when node.GetValueKind() is JsonValueKind.String => Text(schema, node.Text(), path),
            _ when node.GetValueKind() is JsonValueKind.Number => Number(schema, Decimal(node), path),
            _ => [],
        };
        foreach (var error in errors)
            yield return error;
    }

    public static bool IsInteger(JsonNode node) => decimal.IsInteger(Decimal(node));

    private static FieldError Unsupported(string path, JsonNode node, JsonArray allowed)
    {
        var values = allowed.Select(value => value.Text() is { Length: > 0 } text ? text : value?.ToJsonString() ?? "");
        return new FieldError(
            path,
            "FieldValueNotSupported",
            $"Unsupported value: {node.ToJsonString()}: supported values: {string.Join(", ", values.Select(v => $"\"{v}\""))}"
        );
    }

    private static IEnumerable<FieldError> Text(JsonObject schema, string text, string path)
    {
        var quoted = JsonValue.Create(text).ToJsonString();
        var length = text.EnumerateRunes().Count();
        if (schema.Number("maxLength") is { } most && length > most)
            yield return new FieldError(path, "FieldValueTooLong", $"Too long: may not be more than {most} bytes");
        if (schema.Number("minLength") is { } least && length < least)
            yield return FieldError.Invalid(path, quoted, $"{path} in body should be at least {least} chars long");
        if (schema.Text("pattern") is { } pattern && !IsMatch(text, pattern))
            yield return FieldError.Invalid(path, quoted, $"{path} in body should match '{pattern}'");
        if (schema.Text("format") is { } format && !HasFormat(text, format))
            yield return FieldError.Invalid(path, quoted, $"{path} in body must be of type {format}: {quoted}");
    }

    private static IEnumerable<FieldError> Number(JsonObject schema, decimal number, string path)
    {
        var text = number.ToString(CultureInfo.InvariantCulture);
        if (Bound(schema, "minimum") is { } least)
        {
            var excluded = schema.Flag("exclusiveMinimum") is true;
            if (number < least || (excluded && number == least))
                yield return FieldError.Invalid(
                    path,
                    text,
                    $"{path} in body should be greater than {(excluded ? "" : "or equal to ")}{Write(least)}"
                );
        }
        if (Bound(schema, "maximum") is { } most)
        {
            var excluded = schema.Flag("exclusiveMaximum") is true;
            if (number > most || (excluded && number == most))
                yield return FieldError.Invalid(
                    path,
                    text,
                    $"{path} in body should be less than {(excluded ? "" : "or equal to ")}{Write(most)}"
                );
        }
        if (Bound(schema, "multipleOf") is { } factor and not 0 && number % factor != 0)
            yield return FieldError.Invalid(path, text, $"{path} in body should be a multiple of {Write(factor)}");
        var (lowest, highest) = schema.Text("format") is "int32"
            ? (int.MinValue, int.MaxValue)
            : (decimal.MinValue, decimal.MaxValue);
        if (number < lowest || number > highest)
            yield return FieldError.Invalid(path, text, $"{path} in body must be of type int32: \"{text}\"");
    }

    private static IEnumerable<FieldError> Items(JsonObject schema, JsonArray array, string path)
    {
        if (schema.Number("maxItems") is { } most && array.Count > most)
            yield return new FieldError(
                path,
                "FieldValueTooMany",
                $"Too many: {array.Count}: must have at most {most} {(most is 1 ? "item" : "items")}"
            );
        if (schema.Number("minItems") is { } least && array.Count < least)
            yield return FieldError.Invalid(
                path,
                array.Count.ToString(CultureInfo.InvariantCulture),
                $"{path} in body should have at least {least} items"
            );
    }

    private static IEnumerable<FieldError> Properties(JsonObject schema, JsonObject obj, string path)
    {
        if (schema.Number("maxProperties") is { } most && obj.Count > most)
            yield return new FieldError(
                path,
                "FieldValueTooMany",
                $"Too many: {obj.Count}: must have at most {most} {(most is 1 ? "item" : "items")}"
            );
        if (schema.Number("minProperties") is { } least && obj.Count < least)
            yield return FieldError.Invalid(
                path,
                obj.Count.ToString(CultureInfo.InvariantCulture),
                $"{path} in body should have at least {least} properties"
            );
    }

    private static bool IsMatch(string text, string pattern)
    {
        try
        {
            return Regex.IsMatch(text, pattern, RegexOptions.CultureInvariant, PatternTimeout);
        }
        catch (RegexParseException)
        {
            // The two dialects of regular expressions differ at their edges.
            return true;
        }
    }

    /// <summary>The formats that definitions use; one that is not known asks for nothing, as in Kubernetes.</summary>
    private static bool HasFormat(string text, string format) =>
        format switch
        {
            "date-time" or "datetime" => Timestamps.TryParse(text) is not null,
            "date" => DateOnly.TryParseExact(
                text,
                "yyyy-MM-dd",
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out _
            ),
            "uuid" => Guid.TryParseExact(text, "D", out _),
            "byte" => Convert.TryFromBase64String(text, new byte[Encoding.UTF8.GetByteCount(text)], out _),
            "ipv4" => System.Net.IPAddress.TryParse(text, out var address)
                && address.AddressFamily is System.Net.Sockets.AddressFamily.InterNetwork,
            "uri" => Uri.TryCreate(text, UriKind.Absolute, out _),
            _ => true,
        };

    private static decimal? Bound(JsonObject schema, string name) =>
        schema[name] is JsonValue value && value.GetValueKind() is JsonValueKind.Number ? Decimal(value) : null;

    private static decimal Decimal(JsonNode node) =>
        decimal.TryParse(node.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : decimal.MaxValue;

    private static string Write(decimal number) =>
        number.ToString("0.#############################", CultureInfo.InvariantCulture);
}
