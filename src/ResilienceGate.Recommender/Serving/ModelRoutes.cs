using ResilienceGate.Recommender.Models;
using ResilienceGate.Recommender.Serving.Configuration;

namespace ResilienceGate.Recommender.Serving;

/// <summary>What stands under <c>/v2/models/M</c> stands under <c>/v2/models/M/versions/V</c> too.</summary>
internal sealed class ModelRoutes(ServerOptions options, ModelHost host)
{
    /// <summary>The routes of one call; a model or version that is not served is 404.</summary>
    public void Map(IEndpointRouteBuilder routes, string method, string path, RequestDelegate handle)
    {
        foreach (var prefix in (string[])["/v2/models/{model}", "/v2/models/{model}/versions/{version}"])
            routes.MapMethods(prefix + path, [method], context => IfServed(context, handle));
    }

    /// <summary>The same, for calls that need the model's weights; 503 while there are none.</summary>
    public void Map(
        IEndpointRouteBuilder routes,
        string method,
        string path,
        Func<HttpContext, FactorModel, Task> handle
    ) => Map(routes, method, path, context => WithModel(context, handle));

    private Task IfServed(HttpContext context, RequestDelegate handle)
    {
        var (model, version) = (context.Request.RouteValues["model"], context.Request.RouteValues["version"]);
        if (!options.ModelName.Equals(model))
            return NotFound(context, $"unknown model {model}; this server has {options.ModelName}");
        if (version is not null && !options.ModelVersion.Equals(version))
            return NotFound(context, $"unknown version {version}; this server has {options.ModelVersion}");
        return handle(context);
    }

    private async Task WithModel(HttpContext context, Func<HttpContext, FactorModel, Task> handle)
    {
        if (await host.GetAsync(context.RequestAborted) is { } model)
            await handle(context, model);
        else
            await context.Response.WriteErrorAsync(
                StatusCodes.Status503ServiceUnavailable,
                host.Failure?.Message ?? "the model is still loading"
            );
    }

    private static Task NotFound(HttpContext context, string error) =>
        context.Response.WriteErrorAsync(StatusCodes.Status404NotFound, error);
}
