using Microsoft.AspNetCore.Http;

namespace ResilienceGate.LocalCluster.Api.Tables;

/// <summary>How much a table says.</summary>
internal sealed record TableOptions
{
    /// <summary><c>Metadata</c>, <c>None</c> or <c>Object</c>: what comes with each row.</summary>
    public string IncludeObject { get; init; } = "Metadata";

    /// <summary>Whether the columns are named.</summary>
    public bool Headed { get; init; } = true;

    public static TableOptions Parse(HttpRequest request) =>
        request.Query["includeObject"].ToString() is { Length: > 0 } include
            ? new TableOptions { IncludeObject = include }
            : new TableOptions();
}
