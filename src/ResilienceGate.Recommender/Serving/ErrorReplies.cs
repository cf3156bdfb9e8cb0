namespace ResilienceGate.Recommender.Serving;

/// <summary>Gives every error the body that the protocol wants, also those that Kestrel or the routing found.</summary>
internal static class ErrorReplies
{
    public static async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (BadHttpRequestException e)
        {
            await context.Response.WriteErrorAsync(e.StatusCode, e.Message);
            return;
        }
        catch (OperationCanceledException)
        {
            // The client left, and nobody reads this; or the shutdown ended what the request waited for.
            await context.Response.WriteErrorAsync(
                StatusCodes.Status503ServiceUnavailable,
                "the server is shutting down"
            );
            return;
        }

        var response = context.Response;
        if (response is { HasStarted: false, StatusCode: StatusCodes.Status404NotFound })
            await response.WriteErrorAsync(response.StatusCode, $"no such path: {context.Request.Path}");
        else if (response is { HasStarted: false, StatusCode: StatusCodes.Status405MethodNotAllowed })
            await response.WriteErrorAsync(
                response.StatusCode,
                $"{context.Request.Path} takes {response.Headers.Allow}"
            );
    }
}
