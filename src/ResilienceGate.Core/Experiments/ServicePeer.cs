namespace ResilienceGate.Core.Experiments;

/// <summary>A Service that the target talks to.</summary>
/// <param name="Namespace">Null is the target's own.</param>
/// <param name="Port">A port of the Service; null is all of them.</param>
public sealed record ServicePeer(string Name, string? Namespace, int? Port)
{
    public override string ToString() =>
        $"{Name}{(Namespace is null ? "" : $".{Namespace}")}{(Port is null ? "" : $":{Port}")}";
}
