namespace ResilienceGate.Core.Experiments;

/// <summary>
/// Which packets of a pod a network fault hits. Peers are the union of Service, Selector and Network, and everybody where
/// none of them is named. What stays within the pod is never hit.
/// </summary>
public sealed record Traffic
{
    private const int DnsPort = 53;

    /// <summary>Questions about names, and their answers.</summary>
    public static Traffic Dns { get; } = new() { Direction = Direction.Both, Port = DnsPort };

    public required Direction Direction { get; init; }

    public ServicePeer? Service { get; init; }

    /// <summary>A label selector; pods of the target's namespace are peers.</summary>
    public string? Selector { get; init; }

    /// <summary>A range of addresses, such as <c>10.0.0.0/8</c>.</summary>
    public string? Network { get; init; }

    /// <summary>Of either side, TCP or UDP; null is any protocol and any port.</summary>
    public int? Port { get; init; }

    /// <summary>What a pod sends to a Service.</summary>
    public static Traffic To(ServicePeer service) => new() { Direction = Direction.To, Service = service };
}
