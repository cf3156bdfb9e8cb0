using System.Text.Json.Serialization;
using ResilienceGate.Core.Experiments;

namespace ResilienceGate.Agents.Faults.Network;

/// <summary>What becomes of packets.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Delay), "delay")]
[JsonDerivedType(typeof(Loss), "loss")]
[JsonDerivedType(typeof(Corruption), "corruption")]
[JsonDerivedType(typeof(Bandwidth), "bandwidth")]
[JsonDerivedType(typeof(Partition), "partition")]
[JsonDerivedType(typeof(Dns), "dns")]
internal abstract record NetworkEffect
{
    private NetworkEffect() { }

    /// <param name="By">The mean.</param>
    /// <param name="Jitter">Never more than the mean.</param>
    public sealed record Delay(TimeSpan By, TimeSpan Jitter) : NetworkEffect;

    /// <param name="Share">Above 0, at most 1.</param>
    public sealed record Loss(double Share) : NetworkEffect;

    /// <param name="Share">Above 0, at most 1.</param>
    public sealed record Corruption(double Share) : NetworkEffect;

    public sealed record Bandwidth(long BitsPerSecond) : NetworkEffect;

    public sealed record Partition : NetworkEffect;

    public sealed record Dns(DnsAnswer Answer) : NetworkEffect;
}
