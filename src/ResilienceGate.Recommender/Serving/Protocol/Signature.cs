using System.Collections.Immutable;

namespace ResilienceGate.Recommender.Serving.Protocol;

/// <summary>The tensors that the model takes and gives, as its metadata declares them.</summary>
internal static class Signature
{
    public const string User = "user";
    public const string Items = "items";
    public const string Scores = "scores";
    public const string Int64 = "INT64";
    public const string Fp32 = "FP32";

    public static ImmutableArray<TensorMetadata> Inputs { get; } = [new(User, Int64, [-1])];

    public static ImmutableArray<TensorMetadata> Outputs { get; } =
    [new(Items, Int64, [-1, -1]), new(Scores, Fp32, [-1, -1])];
}
