using Microsoft.AspNetCore.Http;
using ResilienceGate.LocalCluster.Api.Discovery;
using ResilienceGate.LocalCluster.Api.Machines;
using ResilienceGate.LocalCluster.Api.OpenApi;
using ResilienceGate.LocalCluster.Authorization;
using ResilienceGate.LocalCluster.Security;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Api;

/// <summary>
/// Answers every request, when it is known who sends it and that they may: health, version, discovery, descriptions, and
/// the resources.
/// </summary>
internal sealed class ApiHandler(
    Authenticator authenticator,
    Impersonator impersonator,
    AccessGuard guard,
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
        var info = RequestInfo.Parse(path);
        var access = RequestAccess.Of(context.Request, info);
        var requester = await authenticator.AuthenticateAsync(context);
        var user = impersonator.ActAs(context.Request, requester, access);
        guard.Require(user, access);
        context.Features.Set(user);
        if (info is not null)
            await resources.HandleAsync(context, info, access);
        else if (
            !await TryHandleHealthAsync(context, path)
            && !await discovery.TryHandleAsync(context, path)
            && !await descriptions.TryHandleAsync(context, path)
            && !await TryHandleMachinesAsync(context, path, user)
        )
            throw StatusException.NoSuchResource();
    }

    /// <summary>A real cluster has no such path: to everybody else it has none here either.</summary>
    private async Task<bool> TryHandleMachinesAsync(HttpContext context, string path, User user) =>
        machines is not null && user.IsAdministrator && await machines.TryHandleAsync(context, path);

    private async Task<bool> TryHandleHealthAsync(HttpContext context, string path)
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
}
