using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using ResilienceGate.LocalCluster.Api.Tables;
using ResilienceGate.LocalCluster.Store;
using WatchEventType = ResilienceGate.LocalCluster.Store.WatchEventType;

namespace ResilienceGate.LocalCluster.Api.Reading;

/// <summary>Answers <c>watch</c>: a line of JSON for each change, until the client or the timeout ends it.</summary>
internal sealed class WatchStream(ObjectStore store, TableWriter tables, TimeProvider clock, CancellationToken stopping)
{
    /// <summary>What a real server allows at least (<c>--min-request-timeout</c>) when the client sets none.</summary>
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromMinutes(30);

    public async Task RunAsync(HttpContext context, ResourceView view, RequestInfo info, ListOptions options)
    {
        var selection = Selection.Parse(context.Request, view.Served, info.Name);
        var encoder = new WatchEncoder(
            view,
            Negotiation.Accepted(context.Request),
            TableOptions.Parse(context.Request),
            tables
        );
        if (options.ResourceVersion > store.Revision)
            throw StatusException.TooLargeResourceVersion(options.ResourceVersion.Value, store.Revision);

        using var timeout = new CancellationTokenSource(options.Timeout ?? DefaultTimeout, clock);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(
            context.RequestAborted,
            timeout.Token,
            stopping
        );
        context.Response.ContentType = "application/json";
        context.Response.Headers.CacheControl = "no-cache, private";
        var body = context.Response.BodyWriter;
        // The headers tell the client that the watch has begun.
        await body.FlushAsync(ended.Token);
        try
        {
            var from = WriteInitialEvents(body, encoder, view, info, selection, options);
            await FollowAsync(
                body,
                encoder,
                view,
                selection,
                store.Watch(view.Stored, info.Namespace, from, options.AllowWatchBookmarks, ended.Token)
            );
        }
        catch (StatusException e)
        {
            // The stream has begun: the refusal, e.g. 410, comes as an event.
            WatchEncoder.WriteError(body, e.Status);
            await body.FlushAsync(ended.Token);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // The client left, the time is up, or the server stops: a watch ends without a word.
        }
    }

    /// <returns>The revision from which changes are to follow.</returns>
    private long WriteInitialEvents(
        PipeWriter body,
        WatchEncoder encoder,
        ResourceView view,
        RequestInfo info,
        Selection selection,
        ListOptions options
    )
    {
        if (options.SendInitialEvents is false || (options.SendInitialEvents is null && options.ResourceVersion > 0))
            return options.ResourceVersion is { } given and > 0 ? given : store.Revision;
        var (items, revision) = store.Snapshot(view.Stored, info.Namespace);
        foreach (var shown in items.Select(view.Show).Where(selection.Matches))
            encoder.Write(body, WatchEventType.Added, shown);
        if (options is { SendInitialEvents: true, AllowWatchBookmarks: true })
            encoder.WriteBookmark(body, revision, endsInitialEvents: true);
        return revision;
    }

    private static async Task FollowAsync(
        PipeWriter body,
        WatchEncoder encoder,
        ResourceView view,
        Selection selection,
        IAsyncEnumerable<WatchEvent> changes
    )
    {
        await using var enumerator = changes.GetAsyncEnumerator();
        while (true)
        {
            var next = enumerator.MoveNextAsync();
            // What is at hand goes out together.
            if (!next.IsCompleted)
                await body.FlushAsync();
            if (!await next)
                return;
            Write(body, encoder, view, selection, enumerator.Current);
        }
    }

    /// <summary>An object that enters or leaves the selection is added or deleted as far as this watch can tell.</summary>
    private static void Write(
        PipeWriter body,
        WatchEncoder encoder,
        ResourceView view,
        Selection selection,
        WatchEvent change
    )
    {
        if (change.Type is WatchEventType.Bookmark)
        {
            encoder.WriteBookmark(body, change.Object.Revision, endsInitialEvents: false);
            return;
        }
        var shown = view.Show(change.Object);
        var matches = change.Type is not WatchEventType.Deleted && selection.Matches(shown);
        var matched = change.Previous is { } previous && selection.Matches(view.Show(previous));
        if (matches)
            encoder.Write(body, matched ? WatchEventType.Modified : WatchEventType.Added, shown);
        else if (matched)
            encoder.Write(body, WatchEventType.Deleted, shown);
    }
}
