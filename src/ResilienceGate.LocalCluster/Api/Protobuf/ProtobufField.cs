namespace ResilienceGate.LocalCluster.Api.Protobuf;

/// <summary>What a field number of a message stands for.</summary>
internal abstract record ProtobufField
{
    private ProtobufField() { }

    /// <summary>A field of the JSON object. A zero value counts as absent unless it is kept.</summary>
    public sealed record Named(string Name, bool KeepsZero) : ProtobufField;

    /// <summary>A message whose fields JSON shows among those of the outer one.</summary>
    public sealed record Inlined(IReadOnlyDictionary<int, ProtobufField> Fields) : ProtobufField;
}
