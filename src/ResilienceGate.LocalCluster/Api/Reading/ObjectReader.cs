using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using ResilienceGate.LocalCluster.Api.Tables;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Api.Reading;

/// <summary>Answers <c>get</c> and <c>list</c>.</summary>
internal sealed class ObjectReader(ObjectStore store, TableWriter tables)
{
    public async Task GetAsync(HttpContext context, ResourceView view, RequestInfo info, string name)
    {
        var found = store.Find(view.Stored, info.Namespace, name) ?? throw StatusException.NotFound(view.Served, name);
        await WriteAsync(context, 200, view, view.Show(found));
    }

    /// <summary>Writes one object in the form that the client asked for.</summary>
    public async Task WriteAsync(HttpContext context, int code, ResourceView view, StoredObject shown)
    {
        var ct = context.RequestAborted;
        switch (Negotiation.Accepted(context.Request))
        {
            case Representation.Table:
                var table = tables.Write(
                    view.Served,
                    [shown],
                    shown.Json.Metadata.Text("resourceVersion"),
                    TableOptions.Parse(context.Request)
                );
                await context.Response.WriteAsync(code, table, ct);
                break;
            case Representation.Metadata:
                await context.Response.WriteAsync(code, PartialMetadata.Of(shown), ct);
                break;
            default:
                await context.Response.WriteAsync(code, shown.Utf8, ct);
                break;
        }
    }

    public async Task ListAsync(HttpContext context, ResourceView view, RequestInfo info, ListOptions options)
    {
        var ct = context.RequestAborted;
        var selection = Selection.Parse(context.Request, view.Served, info.Name);
        var (items, revision) = Items(view, info, options);
        List<StoredObject> selected = [.. items.Select(view.Show).Where(selection.Matches)];
        var metadata = new JsonObject { ["resourceVersion"] = Revisions.Format(revision) };
        var page = Page(selected, options, metadata, revision);
        // What a selector leaves out is not counted by a real server.
        if (selection.IsPartial)
            metadata.Remove("remainingItemCount");
        switch (Negotiation.Accepted(context.Request))
        {
            case Representation.Table:
                var table = tables.Write(view.Served, page, metadata, TableOptions.Parse(context.Request));
                await context.Response.WriteAsync(200, table, ct);
                break;
            case Representation.Metadata:
                var partial = page.Select(o => JsonText.Write(PartialMetadata.Of(o)));
                await context.Response.WriteAsync(
                    200,
                    Envelope("PartialObjectMetadataList", "meta.k8s.io/v1", metadata, partial),
                    ct
                );
                break;
            default:
                // The items of a built-in list do not repeat their kind; those of a custom one do.
                var whole = page.Select(o => view.Served.Model is null ? o.Utf8 : o.Utf8Item);
                await context.Response.WriteAsync(
                    200,
                    Envelope(view.Served.ListKind, view.Served.ApiVersion, metadata, whole),
                    ct
                );
                break;
        }
    }

    public static ReadOnlyMemory<byte> Envelope(
        string kind,
        string apiVersion,
        JsonObject metadata,
        IEnumerable<ReadOnlyMemory<byte>> items
    )
    {
        var buffer = new ArrayBufferWriter<byte>();
        var head =
            $$"""{"kind":"{{kind}}","apiVersion":"{{apiVersion}}","metadata":{{metadata.ToJsonString()}},"items":[""";
        Encoding.UTF8.GetBytes(head, buffer);
        var first = true;
        foreach (var item in items)
        {
            if (!first)
                buffer.Write(","u8);
            buffer.Write(item.Span);
            first = false;
        }
        buffer.Write("]}"u8);
        return buffer.WrittenMemory;
    }

    /// <summary>The newest state, unless the client means one moment: an exact revision, or that of the page before.</summary>
    private (IReadOnlyList<StoredObject> Items, long Revision) Items(
        ResourceView view,
        RequestInfo info,
        ListOptions options
    )
    {
        if (options.Continue is { } token)
        {
            var (_, began) = ContinueToken.Read(token);
            var rest = store.ListAt(view.Stored, info.Namespace, began);
            return (
                rest
                    ?? throw StatusException.Expired(
                        "The provided continue parameter is too old to display a consistent list result. You must start "
                            + "a new list without the continue parameter."
                    ),
                began
            );
        }
        if (options.ResourceVersion > store.Revision)
            throw StatusException.TooLargeResourceVersion(options.ResourceVersion.Value, store.Revision);
        // Pages too are of the revision that was asked for.
        var isExact = options is { ResourceVersionMatch: "Exact" } or { ResourceVersionMatch: null, Limit: not null };
        var exact = options.ResourceVersion ?? 0;
        if (!isExact || exact is 0)
            return store.Snapshot(view.Stored, info.Namespace);
        var then = store.ListAt(view.Stored, info.Namespace, exact);
        return (then ?? throw StatusException.Expired("The resourceVersion for the provided list is too old."), exact);
    }

    private static List<StoredObject> Page(
        List<StoredObject> selected,
        ListOptions options,
        JsonObject metadata,
        long revision
    )
    {
        if (options.Continue is { } token)
        {
            var (last, _) = ContinueToken.Read(token);
            selected = [.. selected.Where(o => new ObjectKey(o.Namespace ?? "", o.Name) > last)];
        }
        if (options.Limit is not { } limit || selected.Count <= limit)
            return selected;
        var end = selected[limit - 1];
        metadata["continue"] = ContinueToken.Write(new ObjectKey(end.Namespace ?? "", end.Name), revision);
        metadata["remainingItemCount"] = selected.Count - limit;
        return selected[..limit];
    }
}
