using System.Security.Cryptography;
using System.Text;
using k8s;
using k8s.Models;

namespace ResilienceGate.LocalCluster.Controllers.Deployments;

/// <summary>Pod templates as values.</summary>
internal static class PodTemplates
{
    public const string HashLabel = "pod-template-hash";

    // Kubernetes' SafeEncodeString: no vowels and no look-alikes, so no words come out.
    private const string Alphabet = "bcdfghjklmnpqrstvwxz2456789";
    private const int HashLength = 10;

    public static V1PodTemplateSpec Copy(V1PodTemplateSpec template) =>
        KubernetesJson.Deserialize<V1PodTemplateSpec>(KubernetesJson.Serialize(template));

    /// <summary>The template but for the label that tells ReplicaSets of one Deployment apart.</summary>
    public static string Identity(V1PodTemplateSpec template)
    {
        var copy = Copy(template);
        copy.Metadata ??= new V1ObjectMeta();
        copy.Metadata.Labels = new SortedDictionary<string, string>(
            copy.Metadata.Labels ?? new Dictionary<string, string>(StringComparer.Ordinal),
            StringComparer.Ordinal
        );
        copy.Metadata.Labels.Remove(HashLabel);
        return KubernetesJson.Serialize(copy);
    }

    /// <param name="identity">What <see cref="Identity"/> returned.</param>
    public static string Hash(string identity) =>
        string.Concat(
            SHA256
                .HashData(Encoding.UTF8.GetBytes(identity))
                .Take(HashLength)
                .Select(octet => Alphabet[octet % Alphabet.Length])
        );
}
