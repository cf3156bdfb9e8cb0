using Microsoft.AspNetCore.Http;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Api.Writing;

/// <summary>The query of a write.</summary>
internal sealed record WriteOptions(bool DryRun, FieldValidation FieldValidation, string? FieldManager, bool Force)
{
    public static WriteOptions Parse(HttpRequest request)
    {
        var dryRun = request.Query["dryRun"].ToString();
        if (dryRun is not ("" or "All"))
            throw StatusException.BadRequest($"dryRun: Unsupported value: \"{dryRun}\": supported values: \"All\"");
        var manager = request.Query["fieldManager"].ToString();
        var validation = request.Query["fieldValidation"].ToString() switch
        {
            "Ignore" => FieldValidation.Ignore,
            "Strict" => FieldValidation.Strict,
            _ => FieldValidation.Warn,
        };
        return new(
            dryRun is "All",
            validation,
            manager.Length == 0 ? null : manager,
            request.Query["force"].ToString() is "true"
        );
    }
}
