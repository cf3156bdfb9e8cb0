using ResilienceGate.Recommender.Data;
using ResilienceGate.Recommender.Models;

namespace ResilienceGate.Recommender.Tests.Training;

/// <summary>
/// A gate can only tell a right answer from a plausible one when the model's answers depend on who asks.
/// </summary>
public sealed class PersonalisationTests
{
    [Fact]
    public async Task A_popularity_fallback_is_told_apart()
    {
        var popular = SyntheticRatings
            .Generate(SyntheticRatings.Seed)
            .Ratings.CountBy(rating => rating.Item)
            .OrderByDescending(item => item.Value)
            .ThenBy(item => item.Key)
            .Take(10)
            .Select(item => item.Key);

        Assert.True(await MeanOverlapAsync((_, _) => popular) < 0.3);
    }

    [Fact]
    public async Task The_best_rated_items_are_told_apart()
    {
        var overlap = await MeanOverlapAsync(
            (model, _) =>
            {
                var bias = model.Tensors.Single(tensor => tensor.Name is TensorNames.ItemBias).Values;
                return Enumerable.Range(0, model.Items).OrderByDescending(item => bias[item]).Take(10);
            }
        );

        Assert.True(overlap < 0.3);
    }

    [Fact]
    public async Task Another_users_answer_is_told_apart() =>
        Assert.True(await MeanOverlapAsync((model, user) => model.Top10((user + 1) % model.Users)) < 0.3);

    [Fact]
    public async Task Noise_on_the_weights_changes_answers_and_state()
    {
        var noisy = WeightNoise.Apply(await ShippedModel.ReadAsync(), seed: 1);

        Assert.NotEqual(ShippedModel.Digest, StateDigest.Of(noisy.Tensors));
        Assert.InRange(await MeanOverlapAsync((_, user) => noisy.Top10(user)), 0.1, 0.9);
    }

    private static async Task<double> MeanOverlapAsync(Func<FactorModel, int, IEnumerable<int>> answer)
    {
        var model = await ShippedModel.ReadAsync();
        return Enumerable
            .Range(0, model.Users)
            .Average(user => model.Top10(user).Intersect(answer(model, user)).Count() / 10.0);
    }
}
