namespace ResilienceGate.LocalCluster.Authorization;

/// <param name="Allowed">Whether it may be done.</param>
/// <param name="Reason">Which binding allows it, or what could not be evaluated; empty where there is nothing to say.</param>
internal readonly record struct Decision(bool Allowed, string Reason);
