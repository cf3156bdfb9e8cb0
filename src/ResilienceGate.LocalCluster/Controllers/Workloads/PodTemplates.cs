using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using k8s;
using k8s.Models;

namespace ResilienceGate.LocalCluster.Controllers.Workloads;

/// <summary>Pod templates as values, and the pods that are made of them.</summary>
internal static class PodTemplates
{
    public const string HashLabel = "pod-template-hash";

    // Kubernetes' SafeEncodeString: no vowels and no look-alikes, so no words come out.
    private const string Alphabet = "bcdfghjklmnpqrstvwxz2456789";
    private const int HashLength = 10;

    public static V1PodTemplateSpec Copy(V1PodTemplateSpec template) =>
        KubernetesJson.Deserialize<V1PodTemplateSpec>(KubernetesJson.Serialize(template));

    /// <summary>A pod, still without a name, that its owner controls.</summary>
    public static V1Pod NewPod(V1PodTemplateSpec template, IKubernetesObject<V1ObjectMeta> owner)
    {
        var copy = Copy(template);
        return new V1Pod
        {
            ApiVersion = "v1",
            Kind = "Pod",
            Metadata = new V1ObjectMeta
            {
                NamespaceProperty = owner.Metadata.NamespaceProperty,
                Labels = copy.Metadata?.Labels,
                Annotations = copy.Metadata?.Annotations,
                Finalizers = copy.Metadata?.Finalizers,
                OwnerReferences = [owner.AsController()],
            },
            Spec = copy.Spec,
        };
    }

    /// <summary>The template but for the label that tells ReplicaSets of one Deployment apart.</summary>
    public static string Identity(V1PodTemplateSpec template)
    {
        var json = Json(template);
        if (json["metadata"] is JsonObject { } metadata && metadata["labels"] is JsonObject labels)
            labels.Remove(HashLabel);
        return Canonical(json).ToJsonString();
    }

    /// <summary>The template with its properties in the order of their names, which maps do not keep.</summary>
    public static JsonNode Canonical(V1PodTemplateSpec template) => Canonical(Json(template));

    /// <param name="identity">What <see cref="Identity"/> returned.</param>
    public static string Hash(string identity) =>
        string.Concat(
            SHA256
                .HashData(Encoding.UTF8.GetBytes(identity))
                .Take(HashLength)
                .Select(octet => Alphabet[octet % Alphabet.Length])
        );

    private static JsonObject Json(V1PodTemplateSpec template) =>
        JsonNode.Parse(KubernetesJson.Serialize(template)) as JsonObject
        ?? throw new InvalidOperationException("A pod template is not written as a JSON object.");

    private static JsonNode Canonical(JsonNode node) =>
        node switch
        {
            JsonObject obj => new JsonObject(
                obj.OrderBy(property => property.Key, StringComparer.Ordinal)
                    .Select(property =>
                        KeyValuePair.Create(property.Key, property.Value is { } value ? Canonical(value) : null)
                    )
            ),
            JsonArray array => new JsonArray([.. array.Select(item => item is null ? null : Canonical(item))]),
            _ => node.DeepClone(),
        };
}
