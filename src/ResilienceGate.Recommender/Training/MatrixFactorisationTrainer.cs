using ResilienceGate.Recommender.Data;
using ResilienceGate.Recommender.Models;

namespace ResilienceGate.Recommender.Training;

/// <summary>
/// Biased matrix factorisation by stochastic gradient descent: a rating is the mean plus both biases plus the dot product
/// of both factor vectors. Source: Koren, Bell, Volinsky, "Matrix Factorization Techniques for Recommender Systems" (2009).
/// <para>
/// Bit-reproducible for a seed on every machine: one thread, doubles, sums in the order that is written here, no
/// function beyond the basic operations that IEEE 754 defines exactly. The result is rounded to float once, at the end.
/// </para>
/// </summary>
internal sealed class MatrixFactorisationTrainer(TrainingOptions options)
{
    public FactorModel Train(RatingSet data)
    {
        var random = new Pcg32(options.Seed, stream: 2);
        var users = Initialise(data.Users, random);
        var items = Initialise(data.Items, random);
        var userBias = new double[data.Users];
        var itemBias = new double[data.Items];
        var mean = Mean(data);

        var order = data.Ratings.ToArray();
        for (var epoch = 0; epoch < options.Epochs; epoch++)
        {
            random.Shuffle<Rating>(order);
            foreach (var rating in order)
            {
                var user = Row(users, rating.User);
                var item = Row(items, rating.Item);
                ref var ofUser = ref userBias[rating.User];
                ref var ofItem = ref itemBias[rating.Item];

                var error = rating.Stars - (mean + ofUser + ofItem + Dot(user, item));
                ofUser += Step(error, ofUser);
                ofItem += Step(error, ofItem);
                Update(user, item, error);
            }
        }

        return FactorModel.Create(
            new Tensor(TensorNames.GlobalMean, [1], Round([mean])),
            new Tensor(TensorNames.UserBias, [data.Users], Round(userBias)),
            new Tensor(TensorNames.ItemBias, [data.Items], Round(itemBias)),
            new Tensor(TensorNames.UserFactors, [data.Users, options.Factors], Round(users)),
            new Tensor(TensorNames.ItemFactors, [data.Items, options.Factors], Round(items))
        );
    }

    private double[] Initialise(int rows, Pcg32 random)
    {
        var weights = new double[rows * options.Factors];
        foreach (ref var weight in weights.AsSpan())
            weight = 0.1 * random.NextNormal();
        return weights;
    }

    private static double Mean(RatingSet data)
    {
        var sum = 0.0;
        foreach (var rating in data.Ratings)
            sum += rating.Stars;
        return sum / data.Ratings.Length;
    }

    private Span<double> Row(double[] weights, int row) => weights.AsSpan(row * options.Factors, options.Factors);

    private static double Dot(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        var sum = 0.0;
        for (var f = 0; f < left.Length; f++)
            sum += left[f] * right[f];
        return sum;
    }

    private double Step(double gradient, double weight) =>
        options.LearningRate * (gradient - (options.Regularisation * weight));

    private void Update(Span<double> user, Span<double> item, double error)
    {
        for (var f = 0; f < user.Length; f++)
        {
            var before = user[f];
            user[f] += Step(error * item[f], before);
            item[f] += Step(error * before, item[f]);
        }
    }

    private static float[] Round(double[] weights) => Array.ConvertAll(weights, weight => (float)weight);
}
