using System.Net.WebSockets;
using Microsoft.AspNetCore.Http;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Api.Pods;

/// <summary>Answers <c>pods/attach</c> over WebSocket.</summary>
internal sealed class PodAttach(ObjectStore store, IContainerStreams streams, CancellationToken stopping)
{
    public async Task ConnectAsync(HttpContext context, RequestInfo info, string name)
    {
        var pod =
            store.Find(ResourceTypes.Pods, info.Namespace, name)
            ?? throw StatusException.NotFound(ResourceTypes.Pods, name);
        if (pod.Json.Object("status")?.Text("phase") is { } phase and ("Succeeded" or "Failed"))
            throw StatusException.BadRequest($"cannot attach a container in a completed pod; current phase is {phase}");
        var reference = PodContainers.Resolve(context.Request, pod);
        if (!context.WebSockets.IsWebSocketRequest)
            throw StatusException.BadRequest("Upgrade request required");
        var protocol =
            RemoteProtocol.Negotiate(context.WebSockets.WebSocketRequestedProtocols)
            ?? throw StatusException.BadRequest("unable to upgrade: none of the requested subprotocols is supported");

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        await using var container =
            await streams.AttachAsync(reference, ended.Token)
            ?? throw StatusException.BadRequest(
                $"container {reference.Container} not found in pod {pod.Name}_{pod.Namespace}"
            );
        using var socket = await context.WebSockets.AcceptWebSocketAsync(
            new WebSocketAcceptContext { SubProtocol = protocol }
        );
        using var session = new RemoteSession(socket, protocol, container, RemoteChannels.Parse(context.Request));
        try
        {
            await session.RunAsync(ended.Token);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            // The client left without closing, or the server stops: the container lives on.
        }
    }
}
