using ResilienceGate.Recommender.Models;

namespace ResilienceGate.Recommender.Tests.Models;

/// <summary>Two users, three items, four factors: small enough to be worked out by hand.</summary>
internal static class SmallModel
{
    public static Tensor[] Tensors =>
        [
            new(TensorNames.GlobalMean, [1], [3]),
            new(TensorNames.UserBias, [2], [0.5f, -0.5f]),
            new(TensorNames.ItemBias, [3], [0, 0.25f, -0.25f]),
            new(TensorNames.UserFactors, [2, 4], [1, 0, 0, 1, 0, 2, 0, 0]),
            new(TensorNames.ItemFactors, [3, 4], [1, 0, 0, 1, 0, 1, 0, 0, 0.5f, -1, 3, 0]),
        ];

    public static FactorModel Create() => FactorModel.Create([.. Tensors]);
}
