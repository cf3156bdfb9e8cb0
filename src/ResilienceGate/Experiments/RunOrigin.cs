using ResilienceGate.Hosts;

namespace ResilienceGate.Experiments;

/// <summary>What the run is for.</summary>
/// <param name="Revision">The change under test, as the host tells it.</param>
/// <param name="ModelVersion">As the caller names it; null for what the model says of itself.</param>
internal sealed record RunOrigin(Revision Revision, string? ModelVersion)
{
    public static readonly RunOrigin ByHand = new(new Revision { IsByHand = true }, null);
}
