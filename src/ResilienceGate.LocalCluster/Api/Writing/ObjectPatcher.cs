using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using ResilienceGate.LocalCluster.Api.Patching;
using ResilienceGate.LocalCluster.Api.Reading;
using ResilienceGate.LocalCluster.Authorization;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Api.Writing;

/// <summary>Answers <c>patch</c> in all its forms.</summary>
internal sealed class ObjectPatcher(
    ObjectStore store,
    ObjectReader reader,
    ServerSideApply apply,
    EscalationCheck escalation,
    AccessGuard guard
)
{
    /// <summary>As a real server: a patch that names no version is tried again when another write came between.</summary>
    private const int Attempts = 5;

    private const string StrategicMerge = "application/strategic-merge-patch+json";

    private static readonly string[] Accepted =
    [
        "application/json-patch+json",
        "application/merge-patch+json",
        StrategicMerge,
        "application/apply-patch+yaml",
    ];

    public async Task PatchAsync(HttpContext context, ResourceView view, RequestInfo info, string name)
    {
        var options = WriteOptions.Parse(context.Request);
        var media = MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var parsed)
            ? parsed.MediaType.Value
            : null;
        var patch = await RequestBody.ReadAsync(context) ?? throw StatusException.BadRequest("the patch is empty");
        if (media is "application/apply-patch+yaml")
        {
            await ApplyAsync(context, view, info, name, patch, options);
            return;
        }
        var updated = Retrying(context, view, info, name, options, current => Patched(view, current, media, patch));
        await reader.WriteAsync(context, 200, view, view.Show(updated));
    }

    private async Task ApplyAsync(
        HttpContext context,
        ResourceView view,
        RequestInfo info,
        string name,
        JsonNode patch,
        WriteOptions options
    )
    {
        if (patch is not JsonObject applied)
            throw StatusException.BadRequest("the body of the request is not a JSON object");
        var manager =
            options.FieldManager
            ?? throw StatusException.BadRequest(
                "PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Required value: is required for apply patch"
            );
        ObjectWriter.CheckNamespace(applied, info.Namespace);
        RequestBody.CheckFields(context, view.Served, applied, options.FieldValidation);
        if (store.Find(view.Stored, info.Namespace, name) is null && info.Subresource is null)
        {
            // To apply what does not exist is to create it.
            guard.Require(context.Requester, RequestAccess.Of(context.Request, info) with { Verb = "create" });
            var draft = apply.Create(view.Served, applied, manager, name);
            escalation.Check(context.Requester, view.Stored, info.Namespace, draft, old: null, store.State);
            var created = store.Create(view.Stored, info.Namespace, view.Accept(draft), options.DryRun);
            await reader.WriteAsync(context, 201, view, view.Show(created));
            return;
        }
        var updated = Retrying(
            context,
            view,
            info,
            name,
            options,
            current => apply.Apply(view.Served, current, applied, manager, options.Force, info.Subresource)
        );
        await reader.WriteAsync(context, 200, view, view.Show(updated));
    }

    private StoredObject Retrying(
        HttpContext context,
        ResourceView view,
        RequestInfo info,
        string name,
        WriteOptions options,
        Func<JsonObject, JsonObject> change
    )
    {
        for (var attempt = 1; ; attempt++)
        {
            var found =
                store.Find(view.Stored, info.Namespace, name) ?? throw StatusException.NotFound(view.Served, name);
            var current = view.Show(found).Json;
            var changed = change(current);
            RequestBody.CheckFields(context, view.Served, changed, options.FieldValidation);
            escalation.Check(context.Requester, view.Stored, info.Namespace, changed, current, store.State);
            var version = changed.Metadata.Text("resourceVersion");
            var own = string.Equals(version, current.Metadata.Text("resourceVersion"), StringComparison.Ordinal);
            try
            {
                return store.Update(
                    view.Stored,
                    info.Namespace,
                    view.Accept(changed),
                    info.Subresource,
                    options.DryRun
                );
            }
            catch (StatusException e) when (e.IsConflict && own && attempt < Attempts)
            {
                // The patch applies to whatever is newest.
            }
        }
    }

    private static JsonObject Patched(ResourceView view, JsonObject current, string? media, JsonNode patch)
    {
        var patched = media switch
        {
            "application/json-patch+json" => JsonPatch.Apply(
                current,
                patch as JsonArray ?? throw StatusException.BadRequest("a JSON patch is an array of operations")
            ),
            "application/merge-patch+json" => MergePatch.Apply(current, patch),
            // A custom resource has no merge keys, and a real server refuses this form for it.
            StrategicMerge when view.Served.Schema is { } schema => StrategicMergePatch.Apply(
                schema,
                current,
                patch as JsonObject ?? throw StatusException.BadRequest("a strategic merge patch is an object")
            ),
            StrategicMerge => throw StatusException.UnsupportedMediaType(Accepted.Where(a => a is not StrategicMerge)),
            _ => throw StatusException.UnsupportedMediaType(Accepted),
        };
        return patched as JsonObject ?? throw StatusException.BadRequest("the patched document is not an object");
    }
}
