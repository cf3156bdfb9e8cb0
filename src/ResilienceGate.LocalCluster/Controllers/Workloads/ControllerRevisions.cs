using System.Text.Json.Nodes;
using k8s;
using k8s.Models;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Controllers.Workloads;

/// <summary>
/// The templates that a StatefulSet or DaemonSet has had, each kept as the patch that brings it back
/// (<c>pkg/controller/history</c>).
/// </summary>
internal sealed class ControllerRevisions(Resource<V1ControllerRevision> resource)
{
    public const string HashLabel = "controller-revision-hash";

    /// <summary>The oldest first.</summary>
    public IReadOnlyList<V1ControllerRevision> Of(IKubernetesObject<V1ObjectMeta> owner, V1LabelSelector selector) =>
        [
            .. resource
                .Claim(owner, selector)
                .OrderBy(revision => revision.Revision)
                .ThenBy(revision => revision.Metadata.CreationTimestamp)
                .ThenBy(revision => revision.Metadata.Name, StringComparer.Ordinal),
        ];

    /// <summary>Sees to it that the newest revision is that of the present template.</summary>
    /// <returns>The revision of the template.</returns>
    public V1ControllerRevision Record(
        IKubernetesObject<V1ObjectMeta> owner,
        V1PodTemplateSpec template,
        IReadOnlyList<V1ControllerRevision> known
    )
    {
        var data = Data(template);
        var next = (known is [.., var last] ? last.Revision ?? 0 : 0) + 1;
        if (known.LastOrDefault(revision => IsSame(revision, data)) is not { } found)
            return Create(owner, template, data, next);
        // An earlier template that comes back becomes the newest.
        return ReferenceEquals(found, known[^1])
            ? found
            : resource.Change(found.Metadata.NamespaceProperty, found.Metadata.Name, changed => changed.Revision = next)
                ?? found;
    }

    /// <summary>Deletes the oldest of those that no pod lives by.</summary>
    public void Truncate(IReadOnlyList<V1ControllerRevision> known, IReadOnlySet<string> live, int limit)
    {
        IReadOnlyList<V1ControllerRevision> past = [.. known.Where(revision => !live.Contains(revision.Metadata.Name))];
        foreach (var revision in past.Take(past.Count - limit))
            resource.Delete(revision);
    }

    /// <summary>The template that a revision brings back.</summary>
    public static V1PodTemplateSpec Template(V1ControllerRevision revision)
    {
        var template = Json(revision)["spec"]?["template"]?.DeepClone() as JsonObject ?? [];
        template.Remove("$patch");
        return KubernetesJson.Deserialize<V1PodTemplateSpec>(template.ToJsonString());
    }

    private V1ControllerRevision Create(
        IKubernetesObject<V1ObjectMeta> owner,
        V1PodTemplateSpec template,
        JsonObject data,
        long number
    )
    {
        for (var collisions = 0; ; collisions++)
        {
            var hash = PodTemplates.Hash(
                collisions is 0
                    ? data.ToJsonString()
                    : FormattableString.Invariant($"{data.ToJsonString()}{collisions}")
            );
            var name = $"{owner.Metadata.Name}-{hash}";
            try
            {
                return resource.Create(New(owner, template, data, number, name, hash));
            }
            catch (StatusException e) when (e.IsAlreadyExists)
            {
                // Of an earlier owner of this name.
                if (
                    resource.Find(owner.Metadata.NamespaceProperty, name) is { } existing
                    && existing.IsControlledBy(owner)
                    && IsSame(existing, data)
                )
                    return existing;
            }
        }
    }

    private static V1ControllerRevision New(
        IKubernetesObject<V1ObjectMeta> owner,
        V1PodTemplateSpec template,
        JsonObject data,
        long number,
        string name,
        string hash
    ) =>
        new()
        {
            ApiVersion = "apps/v1",
            Kind = "ControllerRevision",
            Metadata = new V1ObjectMeta
            {
                Name = name,
                NamespaceProperty = owner.Metadata.NamespaceProperty,
                Labels = new Dictionary<string, string>(
                    template.Metadata?.Labels ?? new Dictionary<string, string>(StringComparer.Ordinal),
                    StringComparer.Ordinal
                )
                {
                    [HashLabel] = hash,
                },
                Annotations = owner.Metadata.Annotations,
                OwnerReferences = [owner.AsController()],
            },
            Data = data,
            Revision = number,
        };

    private static JsonObject Data(V1PodTemplateSpec template)
    {
        var replacing = PodTemplates.Canonical(template);
        replacing["$patch"] = "replace";
        return new JsonObject { ["spec"] = new JsonObject { ["template"] = replacing } };
    }

    private static bool IsSame(V1ControllerRevision revision, JsonObject data) =>
        JsonNode.DeepEquals(Json(revision), data);

    private static JsonNode Json(V1ControllerRevision revision) =>
        JsonNode.Parse(KubernetesJson.Serialize(revision.Data)) ?? new JsonObject();
}
