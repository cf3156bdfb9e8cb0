using ResilienceGate.Recommender.Serving.Protocol;

namespace ResilienceGate.Recommender.Serving;

/// <summary>
/// <c>/v2/health/live</c> and <c>/v2/health/ready</c>. Live says only that the process answers: a restart does not make
/// a model load faster.
/// </summary>
internal sealed class HealthEndpoints(ModelHost host)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v2/health/live", Live);
        routes.MapGet("/v2/health/ready", Ready);
    }

    private static Task Live(HttpContext context) =>
        context.Response.WriteAsync(StatusCodes.Status200OK, new LiveReply(true), ProtocolJson.Default.LiveReply);

    private Task Ready(HttpContext context) =>
        host.IsReady
            ? context.Response.WriteAsync(
                StatusCodes.Status200OK,
                new ReadyReply(true),
                ProtocolJson.Default.ReadyReply
            )
            : context.Response.WriteErrorAsync(
                StatusCodes.Status503ServiceUnavailable,
                host.HasModel ? "the server is shutting down" : "the model is still loading"
            );
}
