using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using k8s;
using k8s.Autorest;
using k8s.Models;
using ResilienceGate.Clusters;

namespace ResilienceGate.Faults.ChaosMesh;

/// <summary>Chaos Mesh's part of the Kubernetes API.</summary>
internal sealed class ChaosApi(IKubernetes cluster)
{
    public const string Group = "chaos-mesh.org";

    private const string Version = "v1alpha1";

    /// <summary>The kinds of chaos that are installed; empty where Chaos Mesh is not.</summary>
    public async Task<IReadOnlyList<ChaosKind>> InstalledAsync(CancellationToken ct)
    {
        try
        {
            var resources = await cluster.CustomObjects.GetAPIResourcesAsync(Group, Version, cancellationToken: ct);
            return [.. ChaosKind.All.Where(k => resources.Resources.Any(r => r.Name == k.Resource))];
        }
        catch (HttpOperationException e) when (e.Is(HttpStatusCode.NotFound))
        {
            return [];
        }
    }

    /// <param name="manifest">Whole, with name and namespace.</param>
    /// <param name="dryRun">The server judges it, and keeps nothing.</param>
    public Task CreateAsync(ChaosReference reference, JsonObject manifest, bool dryRun, CancellationToken ct) =>
        cluster.CustomObjects.CreateNamespacedCustomObjectAsync(
            manifest,
            Group,
            Version,
            reference.Namespace,
            reference.Resource,
            dryRun: dryRun ? "All" : null,
            // A field that the schema does not know is a mistake in somebody's file, and would be dropped in silence.
            fieldValidation: "Strict",
            cancellationToken: ct
        );

    /// <summary>Null when there is no such object, or no Chaos Mesh.</summary>
    public async Task<ChaosObject?> FindAsync(ChaosReference reference, CancellationToken ct)
    {
        try
        {
            var found = await cluster.CustomObjects.GetNamespacedCustomObjectAsync(
                Group,
                Version,
                reference.Namespace,
                reference.Resource,
                reference.Name,
                ct
            );
            return new ChaosObject(reference.Kind, Json(found));
        }
        catch (HttpOperationException e) when (e.Is(HttpStatusCode.NotFound))
        {
            return null;
        }
    }

    /// <param name="ns">Null for all namespaces.</param>
    public async Task<IReadOnlyList<ChaosObject>> ListAsync(ChaosKind kind, string? ns, CancellationToken ct)
    {
        var list = ns is null
            ? await cluster.CustomObjects.ListClusterCustomObjectAsync(
                Group,
                Version,
                kind.Resource,
                cancellationToken: ct
            )
            : await cluster.CustomObjects.ListNamespacedCustomObjectAsync(
                Group,
                Version,
                ns,
                kind.Resource,
                cancellationToken: ct
            );
        return
        [
            .. (Json(list)["items"] as JsonArray ?? []).OfType<JsonObject>().Select(o => new ChaosObject(kind.Name, o)),
        ];
    }

    /// <summary>Asks for an object to go; one that has gone already is no error.</summary>
    public Task DeleteAsync(ChaosReference reference, CancellationToken ct) =>
        UnlessGoneAsync(() =>
            cluster.CustomObjects.DeleteNamespacedCustomObjectAsync(
                Group,
                Version,
                reference.Namespace,
                reference.Resource,
                reference.Name,
                cancellationToken: ct
            )
        );

    /// <summary>Tells Chaos Mesh to let an object go that it cannot recover.</summary>
    public Task ForceAsync(ChaosReference reference, CancellationToken ct) =>
        UnlessGoneAsync(() =>
            cluster.CustomObjects.PatchNamespacedCustomObjectAsync(
                new V1Patch(
                    new JsonObject
                    {
                        ["metadata"] = new JsonObject
                        {
                            ["annotations"] = new JsonObject { [ChaosObject.ForcedAnnotation] = ChaosObject.Forced },
                        },
                    }.ToJsonString(),
                    V1Patch.PatchType.MergePatch
                ),
                Group,
                Version,
                reference.Namespace,
                reference.Resource,
                reference.Name,
                cancellationToken: ct
            )
        );

    private static async Task UnlessGoneAsync(Func<Task> ask)
    {
        try
        {
            await ask();
        }
        catch (HttpOperationException e) when (e.Is(HttpStatusCode.NotFound))
        {
            // What was asked for has come about.
        }
    }

    private static JsonObject Json(object answer) =>
        JsonSerializer.SerializeToNode(answer) as JsonObject
        ?? throw new GateException("The cluster answered something that is no object.");
}
