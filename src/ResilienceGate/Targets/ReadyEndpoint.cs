using k8s.Models;

namespace ResilienceGate.Targets;

/// <summary>Where the Service sends traffic to.</summary>
/// <param name="Uid">Of its pod; null when it is no pod.</param>
/// <param name="Name">Of its pod, or an address.</param>
internal sealed record ReadyEndpoint(string? Uid, string Name)
{
    public static IEnumerable<ReadyEndpoint> Of(V1EndpointSlice slice) =>
        (slice.Endpoints ?? [])
            .Where(e => e.Conditions?.Ready is true)
            .Select(e => new ReadyEndpoint(e.TargetRef?.Uid, e.TargetRef?.Name ?? string.Join(',', e.Addresses)));
}
