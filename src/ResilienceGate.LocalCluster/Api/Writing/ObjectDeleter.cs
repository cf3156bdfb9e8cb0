using System.Globalization;
using System.Text.Json.Nodes;
using k8s.Models;
using Microsoft.AspNetCore.Http;
using ResilienceGate.LocalCluster.Api.Reading;
using ResilienceGate.LocalCluster.Store;
using ResilienceGate.LocalCluster.Store.Schemas;

namespace ResilienceGate.LocalCluster.Api.Writing;

/// <summary>Answers <c>delete</c> and <c>deletecollection</c>.</summary>
internal sealed class ObjectDeleter(ObjectStore store, ObjectReader reader)
{
    /// <summary>Kinds of which a real server answers a deletion with the object; of all others it tells but the end.</summary>
    private static readonly HashSet<ResourceType> _shown =
    [
        ResourceTypes.Pods,
        ResourceTypes.Services,
        ResourceTypes.ServiceAccounts,
        ResourceTypes.PersistentVolumeClaims,
        ResourceTypes.PersistentVolumes,
    ];

    public async Task DeleteAsync(HttpContext context, ResourceView view, RequestInfo info, string name)
    {
        var options = await ReadOptionsAsync(context);
        var deletion = store.Delete(view.Stored, info.Namespace, name, options);
        if (deletion.Removed && !_shown.Contains(view.Served))
            await context.Response.WriteAsync(
                200,
                StatusJson.Deleted(view.Served, deletion.Object),
                context.RequestAborted
            );
        else
            await reader.WriteAsync(context, 200, view, view.Show(deletion.Object));
    }

    public async Task DeleteCollectionAsync(HttpContext context, ResourceView view, RequestInfo info)
    {
        var options = await ReadOptionsAsync(context);
        var selection = Selection.Parse(context.Request, view.Served, name: null);
        var (items, revision) = store.Snapshot(view.Stored, info.Namespace);
        List<StoredObject> deleted = [];
        foreach (var shown in items.Select(view.Show).Where(selection.Matches))
        {
            try
            {
                store.Delete(view.Stored, shown.Namespace, shown.Name, options);
                deleted.Add(shown);
            }
            catch (StatusException e) when (e.IsNotFound)
            {
                // It went meanwhile, as was asked.
            }
        }
        var metadata = new JsonObject { ["resourceVersion"] = Revisions.Format(revision) };
        var list = ObjectReader.Envelope(
            view.Served.ListKind,
            view.Served.ApiVersion,
            metadata,
            deleted.Select(o => o.Utf8Item)
        );
        await context.Response.WriteAsync(200, list, context.RequestAborted);
    }

    /// <summary>The options come in the body or, for those who cannot send one, in the query.</summary>
    private static async Task<DeleteOptions> ReadOptionsAsync(HttpContext context)
    {
        var body = await RequestBody.ReadAsync(context, ModelSchemas.Of(typeof(V1DeleteOptions))) as JsonObject ?? [];
        var query = context.Request.Query;
        var grace = body.Number("gracePeriodSeconds") ?? Seconds(query["gracePeriodSeconds"]);
        var propagation = body.Text("propagationPolicy") ?? query["propagationPolicy"].ToString();
        var dryRun = query["dryRun"].ToString() is "All" || body.Array("dryRun")?.Any(d => d.Text() is "All") is true;
        return new DeleteOptions
        {
            GracePeriod = grace is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            Propagation = Propagation(propagation, body.Flag("orphanDependents")),
            Uid = body.Object("preconditions")?.Text("uid"),
            ResourceVersion = body.Object("preconditions")?.Text("resourceVersion"),
            DryRun = dryRun,
        };
    }

    private static PropagationPolicy? Propagation(string policy, bool? orphan) =>
        policy switch
        {
            "Orphan" => PropagationPolicy.Orphan,
            "Background" => PropagationPolicy.Background,
            "Foreground" => PropagationPolicy.Foreground,
            "" => orphan is { } old ? (old ? PropagationPolicy.Orphan : PropagationPolicy.Background) : null,
            _ => throw StatusException.BadRequest(
                $"DeleteOptions.meta.k8s.io \"\" is invalid: propagationPolicy: Unsupported value: \"{policy}\": supported values: \"Foreground\", \"Background\", \"Orphan\", \"nil\""
            ),
        };

    private static long? Seconds(string? text) =>
        string.IsNullOrEmpty(text) ? null
        : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds) ? seconds
        : throw StatusException.BadRequest($"gracePeriodSeconds: strconv.ParseInt: parsing \"{text}\": invalid syntax");
}
