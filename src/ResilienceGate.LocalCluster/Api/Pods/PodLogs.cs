using System.Globalization;
using Microsoft.AspNetCore.Http;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Api.Pods;

/// <summary>Answers <c>pods/log</c>.</summary>
internal sealed class PodLogs(
    ObjectStore store,
    IContainerStreams streams,
    TimeProvider clock,
    CancellationToken stopping
)
{
    private const int BufferSize = 16 * 1024;

    public async Task GetAsync(HttpContext context, RequestInfo info, string name)
    {
        var pod =
            store.Find(ResourceTypes.Pods, info.Namespace, name)
            ?? throw StatusException.NotFound(ResourceTypes.Pods, name);
        var container = PodContainers.Resolve(context.Request, pod);
        var options = ReadOptions(context.Request);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        // A pod that has no node yet has no log, and that is no error.
        var scheduled = pod.Json.Object("spec")?.Text("nodeName") is { Length: > 0 };
        await using var log = scheduled
            ? await streams.OpenLogAsync(container, options, ended.Token) ?? WithoutLog(pod, container, options)
            : Stream.Null;
        context.Response.ContentType = "text/plain";
        try
        {
            await CopyAsync(log, context.Response, ended.Token);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // The reader left, or the server stops.
        }
    }

    private static async Task CopyAsync(Stream log, HttpResponse response, CancellationToken ct)
    {
        await response.Body.FlushAsync(ct);
        var buffer = new byte[BufferSize];
        while (await log.ReadAsync(buffer, ct) is var count and > 0)
        {
            await response.Body.WriteAsync(buffer.AsMemory(0, count), ct);
            await response.Body.FlushAsync(ct);
        }
    }

    private LogOptions ReadOptions(HttpRequest request)
    {
        var sinceSeconds = Number(request, "sinceSeconds");
        var sinceTime = request.Query["sinceTime"].ToString();
        return new LogOptions
        {
            Follow = IsSet(request, "follow"),
            Previous = IsSet(request, "previous"),
            Timestamps = IsSet(request, "timestamps"),
            TailLines = Number(request, "tailLines") is { } lines ? (int)lines : null,
            LimitBytes = Number(request, "limitBytes"),
            Since =
                sinceSeconds is { } seconds ? clock.GetUtcNow() - TimeSpan.FromSeconds(seconds)
                : sinceTime.Length > 0 ? Timestamps.Parse(sinceTime)
                : null,
        };
    }

    private static bool IsSet(HttpRequest request, string name) => request.Query[name].ToString() is "true" or "1";

    private static long? Number(HttpRequest request, string name)
    {
        var text = request.Query[name].ToString();
        return text.Length == 0 ? null
            : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
            : throw StatusException.BadRequest($"{name}: Invalid value: \"{text}\"");
    }

    /// <returns>The empty log of a container that could be created, but not started.</returns>
    /// <exception cref="StatusException">BadRequest: it waits for something, or there was no run before.</exception>
    private static Stream WithoutLog(StoredObject pod, ContainerReference container, LogOptions options)
    {
        if (options.Previous)
            throw StatusException.BadRequest(
                $"previous terminated container \"{container.Container}\" in pod \"{pod.Name}\" not found"
            );
        var status = pod.Json.Object("status") ?? [];
        var own = ((string[])["initContainerStatuses", "containerStatuses", "ephemeralContainerStatuses"])
            .SelectMany(status.Items)
            .FirstOrDefault(c => string.Equals(c.Text("name"), container.Container, StringComparison.Ordinal));
        if ((own?.Object("state")?["terminated"] ?? own?.Object("lastState")?["terminated"]) is not null)
            return Stream.Null;
        var cause = own?.Object("state")?.Object("waiting")?.Text("reason") switch
        {
            "ErrImagePull" => "image can't be pulled",
            "ImagePullBackOff" => "trying and failing to pull image",
            null => "ContainerCreating",
            var reason => reason,
        };
        throw StatusException.BadRequest(
            $"container \"{container.Container}\" in pod \"{pod.Name}\" is waiting to start: {cause}"
        );
    }
}
