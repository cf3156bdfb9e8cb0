using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Api.Pods;

/// <summary>Answers <c>pods/attach</c> and <c>pods/exec</c> over WebSocket.</summary>
/// <remarks>What is checked by whom, and in what form refused, is the API server's and the kubelet's.</remarks>
internal sealed class PodStreams(ObjectStore store, IContainerStreams streams, CancellationToken stopping)
{
    private const string NoStreams = "you must specify at least 1 of stdin, stdout, stderr";

    public async Task AttachAsync(HttpContext context, RequestInfo info, string name)
    {
        var container = Resolve(context, info, name);
        var missing = $"container {container.Container} not found in pod {container.Pod}_{container.Namespace}";
        var options = RemoteOptions.Parse(context.Request);
        if (await RefusesAsync(context, container, options, missing))
            return;
        using var ended = Ended(context);
        await using var session = await streams.AttachAsync(container, ended.Token);
        if (session is null)
            await RefuseAsync(context, 500, missing);
        else
            await ServeAsync(
                context,
                options,
                r => r.RunAsync(session, () => Task.FromResult(RemoteStatus.Success()), ended.Token)
            );
    }

    public async Task ExecAsync(HttpContext context, RequestInfo info, string name)
    {
        var container = Resolve(context, info, name);
        var missing = $"container not found (\"{container.Container}\")";
        var options = RemoteOptions.Parse(context.Request);
        if (await RefusesAsync(context, container, options, missing))
            return;
        using var ended = Ended(context);
        try
        {
            var request = new ExecRequest(options.Command, options.StandardInput, options.Terminal);
            await using var command = await streams.ExecAsync(container, request, ended.Token);
            if (command is null)
                await RefuseAsync(context, 500, missing);
            else
                await ServeAsync(
                    context,
                    options,
                    r => r.RunAsync(command, async () => RemoteStatus.Of(await command.Exited), ended.Token)
                );
        }
        catch (ExecStartException e)
        {
            await ServeAsync(context, options, r => r.FailAsync(RemoteStatus.NotStarted(e.Message), ended.Token));
        }
    }

    private ContainerReference Resolve(HttpContext context, RequestInfo info, string name)
    {
        var pod =
            store.Find(ResourceTypes.Pods, info.Namespace, name)
            ?? throw StatusException.NotFound(ResourceTypes.Pods, name);
        var container = PodContainers.Resolve(context.Request, pod);
        if (pod.Json.Object("spec")?.Text("nodeName") is not { Length: > 0 })
            throw StatusException.BadRequest($"pod {name} does not have a host assigned");
        return container;
    }

    /// <returns>Whether the request was answered with a refusal.</returns>
    private async Task<bool> RefusesAsync(
        HttpContext context,
        ContainerReference container,
        RemoteOptions options,
        string missing
    )
    {
        var isWebSocket = context.WebSockets.IsWebSocketRequest;
        if (!isWebSocket && context.Request.Headers.Upgrade.Count is 0)
            throw StatusException.BadRequest("Upgrade request required");
        if (options is { StandardInput: false, StandardOutput: false, StandardError: false })
            await RefuseAsync(context, 400, NoStreams);
        else if (!streams.IsRunning(container))
            await RefuseAsync(context, 500, missing);
        else if (!isWebSocket)
            throw StatusException.BadRequest(
                "SPDY is not served here; use WebSocket, as kubectl does of itself from version 1.31 on"
            );
        else if (RemoteProtocol.Negotiate(context.WebSockets.WebSocketRequestedProtocols) is null)
            context.Response.StatusCode = 403;
        else
            return false;
        return true;
    }

    private static async Task ServeAsync(HttpContext context, RemoteOptions options, Func<RemoteSession, Task> serve)
    {
        var protocol = RemoteProtocol.Negotiate(context.WebSockets.WebSocketRequestedProtocols);
        using var socket = await context.WebSockets.AcceptWebSocketAsync(
            new WebSocketAcceptContext { SubProtocol = protocol }
        );
        using var session = new RemoteSession(socket, options);
        try
        {
            await serve(session);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            // The client left without closing, or the server stops: the container lives on.
        }
    }

    private CancellationTokenSource Ended(HttpContext context) =>
        CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);

    /// <summary>The kubelet's own refusals are plain text.</summary>
    private static Task RefuseAsync(HttpContext context, int code, string message) =>
        context.Response.WriteAsync(
            code,
            Encoding.UTF8.GetBytes(message),
            "text/plain; charset=utf-8",
            context.RequestAborted
        );
}
