using System.Collections.Immutable;
using System.Net;

namespace ResilienceGate.LocalCluster.Services;

/// <summary>Where the connections of one Service port go.</summary>
/// <param name="Usable">The addresses to choose among: the ready ones or, when there is none, those still serving.</param>
internal sealed record Endpoints(ImmutableArray<IPEndPoint> Usable)
{
    public static Endpoints None { get; } = new([]);

    public bool Equals(Endpoints? other) => other is not null && Usable.SequenceEqual(other.Usable);

    public override int GetHashCode() => Usable.Length;
}
