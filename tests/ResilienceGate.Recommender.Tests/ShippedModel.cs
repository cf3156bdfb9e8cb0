using ResilienceGate.Recommender.Models;
using ResilienceGate.Recommender.Serving.Configuration;

namespace ResilienceGate.Recommender.Tests;

/// <summary>The checkpoint that comes with the program.</summary>
internal static class ShippedModel
{
    /// <summary>As <c>digest</c> printed it when the checkpoint was made.</summary>
    public const string Digest = "sha256:4845f4dba75fac4e80a0a483603eb655480511a3275e8a0804fa0773266e138f";

    public static string Path => new ServerOptions().Checkpoint;

    public static Task<FactorModel> ReadAsync() => CheckpointReader.ReadAsync(Path, CancellationToken.None);

    public static int[] Top10(this FactorModel model, int user)
    {
        var items = new int[10];
        model.Recommend(user, items, new float[10]);
        return items;
    }
}
