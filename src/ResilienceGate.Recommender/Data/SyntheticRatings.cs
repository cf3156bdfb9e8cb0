using System.Collections.Immutable;

namespace ResilienceGate.Recommender.Data;

/// <summary>
/// A synthetic data set in the manner of MovieLens: 200 users, 1,200 items, about 20,000 ratings. No licence, no
/// download, and the truth behind it is known.
/// <list type="bullet">
/// <item>An item has a main genre (weight 1), a second one (weight 0.5), a quality (sd 0.25 stars), and a popularity
/// that falls with its rank as 1 / (rank + 50). Ranks are dealt at random, so an item's number says nothing.</item>
/// <item>A user likes or dislikes each of 16 genres (sd 1 star) and is generous or strict (sd 0.25 stars).</item>
/// <item>A user rates 50 to 150 items, met by popularity and more readily taken when liked: ratings are missing not at
/// random, as in life.</item>
/// <item>Stars = 3.25 + generosity + quality + liking + noise (sd 0.4), to the nearest half, 0.5 to 5.</item>
/// </list>
/// Only additions, multiplications, divisions and comparisons of doubles are used: the set is the same, bit for bit, on
/// every machine.
/// </summary>
internal static class SyntheticRatings
{
    /// <summary>The seed of the data set that the shipped checkpoint was trained on.</summary>
    public const ulong Seed = 2026;

    private const int Users = 200;
    private const int Items = 1200;
    private const int Genres = 16;
    private const int FewestRatings = 50;
    private const int MostRatings = 150;
    private const double SecondGenreWeight = 0.5;
    private const double PopularityOffset = 50;

    public static RatingSet Generate(ulong seed)
    {
        var random = new Pcg32(seed, stream: 1);
        var items = MakeItems(random);
        var byPopularity = CumulativePopularity(random);

        var ratings = ImmutableArray.CreateBuilder<Rating>();
        for (var user = 0; user < Users; user++)
            Rate(user, items, byPopularity, ratings, random);

        return new RatingSet
        {
            Users = Users,
            Items = Items,
            Ratings = ratings.ToImmutable(),
        };
    }

    private static Item[] MakeItems(Pcg32 random)
    {
        var items = new Item[Items];
        for (var i = 0; i < Items; i++)
            items[i] = new Item(random.NextBelow(Genres), random.NextBelow(Genres), 0.25 * random.NextNormal());
        return items;
    }

    private static double[] CumulativePopularity(Pcg32 random)
    {
        var ranks = Enumerable.Range(0, Items).ToArray();
        random.Shuffle<int>(ranks);

        var cumulative = new double[Items];
        var sum = 0.0;
        for (var i = 0; i < Items; i++)
            cumulative[i] = sum += 1 / (ranks[i] + PopularityOffset);
        return cumulative;
    }

    private static void Rate(
        int user,
        Item[] items,
        double[] byPopularity,
        ImmutableArray<Rating>.Builder ratings,
        Pcg32 random
    )
    {
        var tastes = new double[Genres];
        for (var genre = 0; genre < Genres; genre++)
            tastes[genre] = random.NextNormal();
        var generosity = 0.25 * random.NextNormal();

        var remaining = FewestRatings + random.NextBelow(MostRatings - FewestRatings + 1);
        var met = new HashSet<int>();
        while (remaining > 0)
        {
            var id = Draw(byPopularity, random);
            var item = items[id];
            var liking = tastes[item.Genre] + (SecondGenreWeight * tastes[item.SecondGenre]);
            if (random.NextDouble() > Math.Clamp(0.5 + (0.25 * liking), 0.05, 1) || !met.Add(id))
                continue;

            var stars = 3.25 + generosity + item.Quality + liking + (0.4 * random.NextNormal());
            ratings.Add(new Rating(user, id, Math.Clamp(Math.Round(stars * 2) / 2, 0.5, 5)));
            remaining--;
        }
    }

    private static int Draw(double[] cumulative, Pcg32 random)
    {
        var found = Array.BinarySearch(cumulative, random.NextDouble() * cumulative[^1]);
        return found >= 0 ? found : ~found;
    }

    private readonly record struct Item(int Genre, int SecondGenre, double Quality);
}
