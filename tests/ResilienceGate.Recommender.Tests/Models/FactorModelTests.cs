using ResilienceGate.Recommender.Models;

namespace ResilienceGate.Recommender.Tests.Models;

public sealed class FactorModelTests
{
    [Theory]
    [InlineData(0, new[] { 5.5f, 3.75f, 3.75f })]
    [InlineData(1, new[] { 2.5f, 4.75f, 0.25f })]
    public void A_score_is_the_mean_plus_biases_plus_the_dot_product(int user, float[] expected)
    {
        var scores = new float[3];

        SmallModel.Create().Score(user, scores);

        Assert.Equal(expected, scores);
    }

    [Fact]
    public void Recommendations_come_best_first_with_their_scores()
    {
        var (items, scores) = (new int[2], new float[2]);

        SmallModel.Create().Recommend(user: 0, items, scores);

        Assert.Equal([0, 1], items);
        Assert.Equal([5.5f, 3.75f], scores);
    }

    [Fact]
    public void A_missing_tensor_is_named()
    {
        var error = Assert.Throws<CheckpointException>(() => FactorModel.Create([.. SmallModel.Tensors[..^1]]));

        Assert.Contains("item_factors is missing", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tensor_of_the_wrong_length_is_named()
    {
        var tensors = SmallModel.Tensors;
        tensors[1] = new Tensor(TensorNames.UserBias, [3], [0, 0, 0]);

        var error = Assert.Throws<CheckpointException>(() => FactorModel.Create([.. tensors]));

        Assert.Contains("user_bias has 3 values, not 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Users_and_items_need_equally_many_factors()
    {
        var tensors = SmallModel.Tensors;
        tensors[3] = new Tensor(TensorNames.UserFactors, [2, 8], new float[16]);

        var error = Assert.Throws<CheckpointException>(() => FactorModel.Create([.. tensors]));

        Assert.Contains("users have 8 factors and items 4", error.Message, StringComparison.Ordinal);
    }
}
