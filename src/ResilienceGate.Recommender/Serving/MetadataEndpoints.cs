using ResilienceGate.Recommender.Models;
using ResilienceGate.Recommender.Serving.Configuration;
using ResilienceGate.Recommender.Serving.Protocol;

namespace ResilienceGate.Recommender.Serving;

/// <summary><c>/v2</c>, the model's metadata, and <c>.../ready</c>.</summary>
internal sealed class MetadataEndpoints(ServerOptions options, ModelHost host, ModelRoutes models)
{
    private static readonly ServerMetadata Server = new(
        "resilience-gate-recommender",
        typeof(MetadataEndpoints).Assembly.GetName().Version?.ToString(3) ?? "unknown",
        []
    );

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(
            "/v2",
            context => context.Response.WriteAsync(StatusCodes.Status200OK, Server, ProtocolJson.Default.ServerMetadata)
        );
        models.Map(routes, HttpMethods.Get, "", Describe);
        models.Map(routes, HttpMethods.Get, "/ready", Ready);
    }

    /// <summary>The digest is taken anew each time: what counts is what the memory holds now.</summary>
    private Task Describe(HttpContext context, FactorModel model) =>
        context.Response.WriteAsync(
            StatusCodes.Status200OK,
            new ModelMetadata
            {
                Name = options.ModelName,
                Versions = [options.ModelVersion],
                Platform = "resilience-gate_matrix-factorisation",
                Inputs = Signature.Inputs,
                Outputs = Signature.Outputs,
                Parameters = new ModelParameters(StateDigest.Of(model.Tensors)),
            },
            ProtocolJson.Default.ModelMetadata
        );

    private Task Ready(HttpContext context) =>
        host.HasModel
            ? context.Response.WriteAsync(
                StatusCodes.Status200OK,
                new ModelReadyReply(options.ModelName, true),
                ProtocolJson.Default.ModelReadyReply
            )
            : context.Response.WriteErrorAsync(
                StatusCodes.Status503ServiceUnavailable,
                $"model {options.ModelName} is still loading"
            );
}
