namespace ResilienceGate.Agents.Faults.Network.Filters;

/// <summary>A rule of the kernel's packet filter.</summary>
/// <param name="IsOutgoing">Whether it is for what the pod sends; else for what comes to it.</param>
/// <param name="IsV6">Of which protocol its packets are; null is both.</param>
/// <param name="Match">Which packets, in iptables' words; empty is all.</param>
/// <param name="Target">What becomes of them, in iptables' words.</param>
internal sealed record PacketRule(bool IsOutgoing, bool? IsV6, string Match, string Target);
