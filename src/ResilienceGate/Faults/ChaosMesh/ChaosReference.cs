using System.Text.Json.Serialization;

namespace ResilienceGate.Faults.ChaosMesh;

/// <summary>The name of one Chaos Mesh object.</summary>
internal sealed record ChaosReference(string Kind, string Namespace, string Name)
{
    [JsonIgnore]
    public string Resource => ChaosKind.Of(Kind).Resource;

    /// <summary>How a person takes it away.</summary>
    [JsonIgnore]
    public string ByHand => $"kubectl -n {Namespace} delete {Resource} {Name}";

    public override string ToString() => $"{Kind} {Namespace}/{Name}";
}
