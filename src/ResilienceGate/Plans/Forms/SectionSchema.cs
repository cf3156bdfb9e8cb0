using System.Text.Json.Nodes;

namespace ResilienceGate.Plans.Forms;

/// <summary>A section in JSON Schema: an object, or one of several when it comes in variants.</summary>
internal static class SectionSchema
{
    public static JsonObject Of(ISection section) =>
        section.Discriminator is not { } discriminator
            ? Object(section.Keys)
            : new JsonObject
            {
                ["oneOf"] = new JsonArray([.. section.Variants.Select(v => Object(section.Keys, discriminator, v))]),
            };

    private static JsonObject Object(IReadOnlyList<Key> common, Key discriminator, Variant variant)
    {
        var schema = Object([.. common, .. variant.Keys]);
        schema["title"] = variant.Word;
        schema["description"] = variant.Meaning;
        // A variant is chosen by its word; by nothing only when it is the default.
        if (schema["properties"]?[discriminator.Name] is JsonObject choice)
            choice["enum"] = new JsonArray(variant.Word);
        if (variant.Word != discriminator.Default)
            Require(schema, discriminator);
        return schema;
    }

    private static JsonObject Object(IReadOnlyList<Key> keys)
    {
        var schema = new JsonObject
        {
            ["type"] = "object",
            ["additionalProperties"] = false,
            ["properties"] = new JsonObject(keys.Select(k => KeyValuePair.Create(k.Name, (JsonNode?)k.Schema()))),
        };
        foreach (var key in keys.Where(k => k.IsRequired))
            Require(schema, key);
        return schema;
    }

    private static void Require(JsonObject schema, Key key)
    {
        if (schema["required"] is not JsonArray required)
            schema["required"] = required = [];
        if (!required.Any(r => r?.GetValue<string>() == key.Name))
            required.Add((JsonNode)key.Name);
    }
}
