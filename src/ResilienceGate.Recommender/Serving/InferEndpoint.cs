using System.Text.Json;
using ResilienceGate.Recommender.Models;
using ResilienceGate.Recommender.Serving.Configuration;
using ResilienceGate.Recommender.Serving.Protocol;

namespace ResilienceGate.Recommender.Serving;

/// <summary><c>POST .../infer</c>: the items that each user of a batch will like most.</summary>
internal sealed class InferEndpoint(ServerOptions options, ModelRoutes models)
{
    public void Map(IEndpointRouteBuilder routes) => models.Map(routes, HttpMethods.Post, "/infer", InferAsync);

    private async Task InferAsync(HttpContext context, FactorModel model)
    {
        var query = InferQuery.Create(await ReadAsync(context), model);
        var items = new int[query.Users.Count * query.K];
        var scores = new float[items.Length];
        for (var i = 0; i < query.Users.Count; i++)
            model.Recommend(
                (int)query.Users[i],
                items.AsSpan(i * query.K, query.K),
                scores.AsSpan(i * query.K, query.K)
            );

        if (!Array.TrueForAll(scores, float.IsFinite))
        {
            await context.Response.WriteErrorAsync(
                StatusCodes.Status500InternalServerError,
                "a score is not finite: the weights are damaged"
            );
            return;
        }

        context.Response.ContentType = "application/json";
        InferReplyWriter.Write(context.Response.BodyWriter, options, query, items, scores);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    /// <summary>The content type is not looked at: the protocol knows one, and clients forget it.</summary>
    private static async Task<InferRequest> ReadAsync(HttpContext context)
    {
        try
        {
            return await JsonSerializer.DeserializeAsync(
                    context.Request.BodyReader,
                    ProtocolJson.Default.InferRequest,
                    context.RequestAborted
                ) ?? throw new BadHttpRequestException("the body is null; it must be an inference request");
        }
        catch (JsonException e)
        {
            throw new BadHttpRequestException(
                $"the body is not an inference request: see {e.Path ?? "$"}, "
                    + $"line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}",
                e
            );
        }
    }
}
