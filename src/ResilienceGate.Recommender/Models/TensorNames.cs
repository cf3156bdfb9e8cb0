namespace ResilienceGate.Recommender.Models;

/// <summary>The tensors of the model, as a checkpoint names them.</summary>
internal static class TensorNames
{
    /// <summary>[1]: the mean of all ratings.</summary>
    public const string GlobalMean = "global_mean";

    /// <summary>[users]</summary>
    public const string UserBias = "user_bias";

    /// <summary>[items]</summary>
    public const string ItemBias = "item_bias";

    /// <summary>[users, K]</summary>
    public const string UserFactors = "user_factors";

    /// <summary>[items, K]</summary>
    public const string ItemFactors = "item_factors";
}
