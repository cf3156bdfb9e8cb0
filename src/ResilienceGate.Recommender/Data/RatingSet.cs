using System.Collections.Immutable;

namespace ResilienceGate.Recommender.Data;

/// <summary>Who rated what. A pair of user and item occurs at most once.</summary>
internal sealed record RatingSet
{
    public required int Users { get; init; }

    public required int Items { get; init; }

    public required ImmutableArray<Rating> Ratings { get; init; }
}
