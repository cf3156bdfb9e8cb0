using Microsoft.AspNetCore.Http;
using ResilienceGate.LocalCluster.Api.Discovery;
using ResilienceGate.LocalCluster.Api.Machines;
using ResilienceGate.LocalCluster.Api.OpenApi;
using ResilienceGate.LocalCluster.Security;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Api;

/// <summary>Answers every request: health, version, discovery, descriptions, and the resources.</summary>
internal sealed class ApiHandler(
    ResourceHandler resources,
    DiscoveryHandler discovery,
    OpenApiHandler descriptions,
    MachineHandler? machines,
    TimeProvider clock
)
{
    private readonly DateTimeOffset _started = clock.GetUtcNow();

    public async Task HandleAsync(HttpContext context)
    {
        try
        {
            await RouteAsync(context);
        }
        catch (StatusException e) when (!context.Response.HasStarted)
        {
            await context.Response.WriteAsync(e.Status, context.RequestAborted);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client does not wait for the answer any more.
        }
    }

    private async Task RouteAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "/";
        if (await TryHandlePublicAsync(context, path))
            return;
        var user = Authenticator.Authenticate(context);
        if (RequestInfo.Parse(path) is { } info)
        {
            await resources.HandleAsync(context, info, user);
            return;
        }
        if (user == User.Anonymous)
            throw ForbiddenPath(context, user);
        if (await discovery.TryHandleAsync(context, path) || await descriptions.TryHandleAsync(context, path))
            return;
        if (machines is not null && user.IsAdministrator && await machines.TryHandleAsync(context, path))
            return;
        throw StatusException.NoSuchResource();
    }

    /// <summary>What a real cluster tells anyone: that it lives, and its version.</summary>
    private async Task<bool> TryHandlePublicAsync(HttpContext context, string path)
    {
        switch (path)
        {
            case "/healthz" or "/livez" or "/readyz":
                await context.Response.WriteAsync(
                    200,
                    "ok"u8.ToArray(),
                    "text/plain; charset=utf-8",
                    context.RequestAborted
                );
                return true;
            case "/version" or "/version/":
                await context.Response.WriteAsync(200, ServerVersion.Describe(_started), context.RequestAborted);
                return true;
            default:
                return false;
        }
    }

    private static StatusException ForbiddenPath(HttpContext context, User user)
    {
        var verb = context.Request.Method.ToLowerInvariant();
        return StatusException.ForbiddenPath($"User \"{user.Name}\" cannot {verb} path \"{context.Request.Path}\"");
    }
}
