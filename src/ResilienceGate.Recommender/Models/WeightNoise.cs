using ResilienceGate.Recommender.Data;

namespace ResilienceGate.Recommender.Models;

/// <summary>
/// Weights that differ a little from process to process, as they do when a model is initialised, sampled or quantised
/// without a fixed seed.
/// </summary>
internal static class WeightNoise
{
    /// <summary>Standard deviation of each weight's relative change.</summary>
    private const double Strength = 0.2;

    public static FactorModel Apply(FactorModel model, ulong seed)
    {
        var random = new Pcg32(seed, stream: 3);
        return FactorModel.Create([
            .. model.Tensors.Select(tensor => new Tensor(
                tensor.Name,
                tensor.Shape,
                Array.ConvertAll(tensor.Values, weight => (float)(weight * (1 + (Strength * random.NextNormal()))))
            )),
        ]);
    }
}
