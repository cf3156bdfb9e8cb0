using System.Text.Json.Nodes;
using ResilienceGate.LocalCluster.Store.Strategies;

namespace ResilienceGate.LocalCluster.Store.CustomResources;

/// <summary>An object of a custom resource lives by the schema of the version that it is written in.</summary>
internal sealed class CustomResourceStrategy(ResourceType type, CustomResourceSchema schema) : Strategy
{
    public override void Default(JsonObject obj) => schema.Default(obj);

    public override void PrepareForCreate(JsonObject obj)
    {
        if (type.HasStatus)
            obj.Remove("status");
    }

    public override IEnumerable<FieldError> Validate(JsonObject obj) => schema.Validate(obj);
}
