using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using ResilienceGate.LocalCluster.Api.Reading;
using ResilienceGate.LocalCluster.Authorization;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Api.Writing;

/// <summary>Answers <c>create</c> and <c>update</c>.</summary>
internal sealed class ObjectWriter(ObjectStore store, ObjectReader reader, EscalationCheck escalation)
{
    public async Task CreateAsync(HttpContext context, ResourceView view, RequestInfo info)
    {
        var options = WriteOptions.Parse(context.Request);
        var obj = await RequestBody.ReadObjectAsync(context, view.Served);
        CheckNamespace(obj, info.Namespace);
        RequestBody.CheckFields(context, view.Served, obj, options.FieldValidation);
        escalation.Check(context.Requester, view.Stored, info.Namespace, obj, old: null, store.State);
        var created = store.Create(view.Stored, info.Namespace, view.Accept(obj), options.DryRun);
        await reader.WriteAsync(context, 201, view, view.Show(created));
    }

    public async Task UpdateAsync(HttpContext context, ResourceView view, RequestInfo info, string name)
    {
        var options = WriteOptions.Parse(context.Request);
        var obj = await RequestBody.ReadObjectAsync(context, view.Served);
        CheckNamespace(obj, info.Namespace);
        CheckName(obj, name);
        CheckVersion(view.Served, obj, name);
        RequestBody.CheckFields(context, view.Served, obj, options.FieldValidation);
        escalation.Check(
            context.Requester,
            view.Stored,
            info.Namespace,
            obj,
            store.Find(view.Stored, info.Namespace, name)?.Json,
            store.State
        );
        var updated = store.Update(view.Stored, info.Namespace, view.Accept(obj), info.Subresource, options.DryRun);
        await reader.WriteAsync(context, 200, view, view.Show(updated));
    }

    public static void CheckNamespace(JsonObject obj, string? ns)
    {
        if (
            obj.Metadata.Text("namespace") is { Length: > 0 } given
            && !string.Equals(given, ns, StringComparison.Ordinal)
        )
            throw StatusException.BadRequest(
                "the namespace of the provided object does not match the namespace sent on the request"
            );
    }

    private static void CheckVersion(ResourceType type, JsonObject obj, string name)
    {
        if (!type.AllowsUnconditionalUpdate && string.IsNullOrEmpty(obj.Metadata.Text("resourceVersion")))
            throw StatusException.Invalid(
                type,
                name,
                [FieldError.Invalid("metadata.resourceVersion", "0", "must be specified for an update")]
            );
    }

    private static void CheckName(JsonObject obj, string name)
    {
        var given = obj.Metadata.Text("name") ?? "";
        if (given.Length == 0)
            throw StatusException.BadRequest("name must be provided");
        if (!string.Equals(given, name, StringComparison.Ordinal))
            throw StatusException.BadRequest(
                $"the name of the object ({given}) does not match the name on the URL ({name})"
            );
    }
}
