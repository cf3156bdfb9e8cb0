using System.Text.Json.Nodes;
using k8s.Models;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using ResilienceGate.LocalCluster.Api.Patching;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Api.Writing;

/// <summary>Answers <c>scale</c>: the number of replicas of a workload, in one form for all kinds.</summary>
internal sealed class ScaleSubresource(ObjectStore store)
{
    private static readonly ResourceType Kind = new("autoscaling", "v1", "Scale", "scales", Namespaced: true)
    {
        Model = typeof(V1Scale),
    };

    public async Task HandleAsync(HttpContext context, ResourceView view, RequestInfo info, string name)
    {
        var shown = context.Request.Method switch
        {
            "GET" => Show(view, Find(view, info, name)),
            "PUT" => Write(context, view, info, name, await RequestBody.ReadObjectAsync(context, Kind)),
            "PATCH" => await PatchAsync(context, view, info, name),
            _ => throw StatusException.MethodNotAllowed(),
        };
        await context.Response.WriteAsync(200, shown, context.RequestAborted);
    }

    private StoredObject Find(ResourceView view, RequestInfo info, string name) =>
        store.Find(view.Stored, info.Namespace, name) ?? throw StatusException.NotFound(view.Served, name);

    private async Task<JsonObject> PatchAsync(HttpContext context, ResourceView view, RequestInfo info, string name)
    {
        var scale = Show(view, Find(view, info, name));
        // Unless the patch says otherwise it applies to whatever is newest.
        scale.Metadata.Remove("resourceVersion");
        var patch = await RequestBody.ReadAsync(context);
        var media = MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var parsed)
            ? parsed.MediaType.Value
            : null;
        var patched =
            media is "application/json-patch+json" && patch is JsonArray operations
                ? JsonPatch.Apply(scale, operations)
                : MergePatch.Apply(scale, patch);
        return Write(
            context,
            view,
            info,
            name,
            patched as JsonObject ?? throw StatusException.BadRequest("the patched document is not an object")
        );
    }

    private JsonObject Write(HttpContext context, ResourceView view, RequestInfo info, string name, JsonObject scale)
    {
        var replicas = scale.Object("spec")?.Number("replicas") ?? 0;
        if (replicas < 0)
            throw StatusException.Invalid(
                Kind,
                name,
                [FieldError.Invalid("spec.replicas", Revisions.Format(replicas), "must be greater than or equal to 0")]
            );
        var version = scale.Metadata.Text("resourceVersion");
        while (true)
        {
            var draft = (JsonObject)Find(view, info, name).Json.DeepClone();
            view.Served.ScalePaths.SetReplicas(draft, replicas);
            if (!string.IsNullOrEmpty(version))
                draft.EnsureObject("metadata")["resourceVersion"] = version;
            try
            {
                return Show(
                    view,
                    store.Update(
                        view.Stored,
                        info.Namespace,
                        draft,
                        subresource: null,
                        WriteOptions.Parse(context.Request).DryRun
                    )
                );
            }
            catch (StatusException e) when (e.IsConflict && string.IsNullOrEmpty(version))
            {
                // Only the number is being set: it holds for the newer state too.
            }
        }
    }

    private static JsonObject Show(ResourceView view, StoredObject workload)
    {
        var paths = view.Served.ScalePaths;
        JsonObject metadata = [];
        foreach (var field in (string[])["name", "namespace", "uid", "resourceVersion", "creationTimestamp"])
            metadata[field] = workload.Json.Metadata[field]?.DeepClone();
        return new JsonObject
        {
            ["kind"] = Kind.Kind,
            ["apiVersion"] = Kind.ApiVersion,
            ["metadata"] = metadata,
            ["spec"] = new JsonObject { ["replicas"] = paths.WantedReplicas(workload.Json) ?? 0 },
            ["status"] = new JsonObject
            {
                ["replicas"] = paths.ActualReplicas(workload.Json) ?? 0,
                ["selector"] = paths.LabelSelector(workload.Json),
            },
        };
    }
}
