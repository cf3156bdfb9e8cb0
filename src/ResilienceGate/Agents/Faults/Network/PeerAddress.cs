using System.Net;

namespace ResilienceGate.Agents.Faults.Network;

/// <summary>Whom a pod talks to.</summary>
/// <param name="Network">An address or a range of addresses, of IPv4 or IPv6.</param>
/// <param name="Port">The peer's port; null is every port and every protocol.</param>
internal sealed record PeerAddress(string Network, int? Port)
{
    public bool IsV6 => Network.Contains(':', StringComparison.Ordinal);

    /// <summary>The one address; null for a range of several.</summary>
    public IPAddress? Single => IPAddress.TryParse(Network, out var address) ? address : null;

    public bool Contains(IPAddress address) =>
        Single is { } single
            ? single.Equals(address)
            : IPNetwork.TryParse(Network, out var network) && network.Contains(address);
}
