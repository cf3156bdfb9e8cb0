using System.Text.Json.Nodes;

namespace ResilienceGate.LocalCluster.Store.CustomResources;

/// <summary>The parts of a JSON schema in the form that Kubernetes allows.</summary>
internal static class SchemaReading
{
    extension(JsonObject schema)
    {
        /// <summary>The schemas of the fields that are named.</summary>
        public JsonObject? Properties => schema.Object("properties");

        /// <summary>The schema of all fields of a map.</summary>
        public JsonObject? Values => schema.Object("additionalProperties");

        /// <summary>The schema of the items of a list.</summary>
        public JsonObject? Entry => schema.Object("items");

        public bool IsNullable => schema.Flag("nullable") is true;

        public bool IsIntOrString => schema.Flag("x-kubernetes-int-or-string") is true;

        public bool KeepsUnknown => schema.Flag("x-kubernetes-preserve-unknown-fields") is true;

        /// <summary>A whole object of any kind, with metadata of its own.</summary>
        public bool IsEmbedded => schema.Flag("x-kubernetes-embedded-resource") is true;

        /// <summary>The schema of a field, by its name or as one of a map's; null: none is given.</summary>
        public JsonObject? Field(string name) => schema.Properties?.Object(name) ?? schema.Values;
    }

    /// <summary>The path of a field; the root has none.</summary>
    public static string Below(string path, string field) => path.Length == 0 ? field : $"{path}.{field}";
}
