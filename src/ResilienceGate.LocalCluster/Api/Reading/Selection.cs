using Microsoft.AspNetCore.Http;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Api.Reading;

/// <summary>Which objects of a collection a request means: by labels, by fields, by name.</summary>
internal sealed record Selection(LabelSelector Labels, FieldSelector Fields, string? Name)
{
    public static Selection Parse(HttpRequest request, ResourceType type, string? name) =>
        new(
            LabelSelector.Parse(request.Query["labelSelector"].ToString()),
            FieldSelector.Parse(type, request.Query["fieldSelector"]),
            name
        );

    /// <summary>Whether labels or fields leave anything out.</summary>
    public bool IsPartial => Labels.Requirements.Count > 0 || !Fields.IsEmpty;

    public bool Matches(StoredObject obj) =>
        (Name is null || string.Equals(Name, obj.Name, StringComparison.Ordinal))
        && Labels.Matches(obj.Json.Metadata.Object("labels"))
        && Fields.Matches(obj.Json);
}
