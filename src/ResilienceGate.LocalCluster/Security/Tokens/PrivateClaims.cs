using System.Text.Json.Serialization;

namespace ResilienceGate.LocalCluster.Security.Tokens;

/// <summary>What a token says in its claim <c>kubernetes.io</c>.</summary>
internal sealed record PrivateClaims
{
    [JsonPropertyName("namespace")]
    public required string Namespace { get; init; }

    [JsonPropertyName("serviceaccount")]
    public required Reference ServiceAccount { get; init; }

    [JsonPropertyName("pod")]
    public Reference? Pod { get; init; }

    [JsonPropertyName("secret")]
    public Reference? Secret { get; init; }

    [JsonPropertyName("node")]
    public Reference? Node { get; init; }

    /// <summary>One incarnation of an object.</summary>
    internal sealed record Reference
    {
        [JsonPropertyName("name")]
        public required string Name { get; init; }

        [JsonPropertyName("uid")]
        public string? Uid { get; init; }
    }
}
