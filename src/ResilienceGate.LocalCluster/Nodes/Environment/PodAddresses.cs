using System.Net;

namespace ResilienceGate.LocalCluster.Nodes.Environment;

/// <param name="Host">The node's address.</param>
/// <param name="Pod">The pod's own.</param>
internal sealed record PodAddresses(IPAddress Host, IPAddress Pod);
