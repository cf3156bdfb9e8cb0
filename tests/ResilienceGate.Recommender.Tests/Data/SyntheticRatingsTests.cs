using ResilienceGate.Recommender.Data;

namespace ResilienceGate.Recommender.Tests.Data;

public sealed class SyntheticRatingsTests
{
    private static readonly RatingSet Set = SyntheticRatings.Generate(SyntheticRatings.Seed);

    [Fact]
    public void About_20_000_ratings_connect_200_users_with_1200_items()
    {
        Assert.Equal((200, 1200), (Set.Users, Set.Items));
        Assert.InRange(Set.Ratings.Length, 18_000, 22_000);
        Assert.Equal(200, Set.Ratings.Select(rating => rating.User).Distinct().Count());
        Assert.All(Set.Ratings, rating => Assert.InRange(rating.Item, 0, 1199));
    }

    [Fact]
    public void Stars_are_halves_from_a_half_to_five() =>
        Assert.All(
            Set.Ratings,
            rating => Assert.True(rating.Stars is >= 0.5 and <= 5 && double.IsInteger(rating.Stars * 2))
        );

    [Fact]
    public void Nobody_rates_an_item_twice() =>
        Assert.Equal(Set.Ratings.Length, Set.Ratings.Select(rating => (rating.User, rating.Item)).Distinct().Count());

    [Fact]
    public void Popularity_has_a_long_tail()
    {
        int[] counts = [.. Set.Ratings.CountBy(rating => rating.Item).Select(item => item.Value).OrderDescending()];

        Assert.True(counts[0] > 5 * counts[counts.Length / 2]);
    }

    [Fact]
    public void Another_seed_gives_other_ratings() =>
        Assert.NotEqual(Set.Ratings.AsEnumerable(), SyntheticRatings.Generate(SyntheticRatings.Seed + 1).Ratings);
}
