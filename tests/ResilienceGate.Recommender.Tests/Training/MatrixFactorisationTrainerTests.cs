using ResilienceGate.Recommender.Data;
using ResilienceGate.Recommender.Models;
using ResilienceGate.Recommender.Training;

namespace ResilienceGate.Recommender.Tests.Training;

public sealed class MatrixFactorisationTrainerTests
{
    private static readonly RatingSet Ratings = SyntheticRatings.Generate(SyntheticRatings.Seed);

    [Fact]
    public async Task Training_again_gives_the_shipped_checkpoint_byte_for_byte()
    {
        var trained = new MatrixFactorisationTrainer(new TrainingOptions()).Train(Ratings);

        var shipped = await File.ReadAllBytesAsync(ShippedModel.Path, TestContext.Current.CancellationToken);
        Assert.Equal(shipped, CheckpointWriter.Serialise(trained));
        Assert.True(shipped.Length < 256 * 1024);
    }

    [Fact]
    public void Another_seed_or_another_epoch_gives_another_state()
    {
        string[] digests =
        [
            .. new TrainingOptions[]
            {
                new() { Seed = 1, Epochs = 2 },
                new() { Seed = 2, Epochs = 2 },
                new() { Seed = 1, Epochs = 3 },
            }.Select(options => StateDigest.Of(new MatrixFactorisationTrainer(options).Train(Ratings).Tensors)),
        ];

        Assert.Equal(3, digests.Distinct().Count());
    }

    /// <summary>Ratings that were held out are predicted better than by the mean and the biases alone.</summary>
    [Fact]
    public void The_factors_have_learnt_tastes()
    {
        var seen = Ratings with { Ratings = [.. Ratings.Ratings.Where((_, i) => i % 5 is not 0)] };
        Rating[] heldOut = [.. Ratings.Ratings.Where((_, i) => i % 5 is 0)];

        var model = new MatrixFactorisationTrainer(new TrainingOptions()).Train(seen);

        var scores = Enumerable.Range(0, model.Users).Select(user => ScoresOf(model, user)).ToArray();
        var withFactors = Error(heldOut, rating => scores[rating.User][rating.Item]);
        var withoutFactors = Error(heldOut, rating => BiasOnly(model, rating));
        Assert.True(withFactors < 0.95 * withoutFactors, $"{withFactors} against {withoutFactors}");
    }

    private static float[] ScoresOf(FactorModel model, int user)
    {
        var scores = new float[model.Items];
        model.Score(user, scores);
        return scores;
    }

    private static double BiasOnly(FactorModel model, Rating rating) =>
        Values(model, TensorNames.GlobalMean)[0]
        + Values(model, TensorNames.UserBias)[rating.User]
        + Values(model, TensorNames.ItemBias)[rating.Item];

    private static float[] Values(FactorModel model, string tensor) =>
        model.Tensors.Single(candidate => candidate.Name.Equals(tensor, StringComparison.Ordinal)).Values;

    private static double Error(Rating[] ratings, Func<Rating, double> predict) =>
        Math.Sqrt(ratings.Average(rating => Math.Pow(rating.Stars - predict(rating), 2)));
}
