using System.Buffers;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ResilienceGate.Recommender.Models;

/// <summary>
/// A factorisation of the rating matrix. The whole catalogue is ranked; to leave out what a user has already seen is the
/// caller's decision.
/// </summary>
internal sealed class FactorModel
{
    private readonly Tensor globalMean;
    private readonly Tensor userBias;
    private readonly Tensor itemBias;
    private readonly Tensor userFactors;
    private readonly Tensor itemFactors;

    private FactorModel(ImmutableArray<Tensor> tensors)
    {
        userFactors = Find(tensors, TensorNames.UserFactors, rank: 2);
        itemFactors = Find(tensors, TensorNames.ItemFactors, rank: 2);
        Factors = userFactors.Shape[1];
        Users = userFactors.Shape[0];
        Items = itemFactors.Shape[0];
        if (itemFactors.Shape[1] != Factors || Factors % Vector128<float>.Count is not 0)
            throw new CheckpointException(
                $"users have {Factors} factors and items {itemFactors.Shape[1]}: they must be equal, and a multiple of 4"
            );

        globalMean = FindVector(tensors, TensorNames.GlobalMean, 1);
        userBias = FindVector(tensors, TensorNames.UserBias, Users);
        itemBias = FindVector(tensors, TensorNames.ItemBias, Items);
        Tensors = tensors;
    }

    /// <summary>The very arrays that answers are computed from.</summary>
    public ImmutableArray<Tensor> Tensors { get; }

    public int Users { get; }

    public int Items { get; }

    public int Factors { get; }

    /// <exception cref="CheckpointException">A tensor is missing, or has a shape that does not fit the others.</exception>
    public static FactorModel Create(params ImmutableArray<Tensor> tensors) => new(tensors);

    /// <summary>The items a user will like most, best first.</summary>
    /// <param name="user">0 to <see cref="Users"/> - 1.</param>
    /// <param name="best">Receives item numbers; at most <see cref="Items"/> long.</param>
    /// <param name="bestScores">Receives their predicted stars; as long as <paramref name="best"/>.</param>
    public void Recommend(int user, Span<int> best, Span<float> bestScores)
    {
        var rented = ArrayPool<float>.Shared.Rent(Items);
        var scores = rented.AsSpan(0, Items);
        Score(user, scores);
        TopK.Select(scores, best);
        for (var i = 0; i < best.Length; i++)
            bestScores[i] = scores[best[i]];
        ArrayPool<float>.Shared.Return(rented);
    }

    /// <summary>The predicted stars of every item, in the order of their numbers.</summary>
    public void Score(int user, Span<float> scores)
    {
        var width = Factors / Vector128<float>.Count;
        var taste = MemoryMarshal.Cast<float, Vector128<float>>(userFactors.Values).Slice(user * width, width);
        var items = MemoryMarshal.Cast<float, Vector128<float>>(itemFactors.Values);
        var offset = globalMean.Values[0] + userBias.Values[user];
        for (var item = 0; item < scores.Length; item++)
            scores[item] = offset + itemBias.Values[item] + Dot(taste, items.Slice(item * width, width));
    }

    /// <summary>
    /// Four lanes on every machine, added up in one written order: a wider vector would round differently where it
    /// exists, and replicas on unequal nodes would disagree in the last bits.
    /// </summary>
    private static float Dot(ReadOnlySpan<Vector128<float>> left, ReadOnlySpan<Vector128<float>> right)
    {
        var sum = Vector128<float>.Zero;
        for (var i = 0; i < left.Length; i++)
            sum += left[i] * right[i];
        return sum[0] + sum[1] + (sum[2] + sum[3]);
    }

    private static Tensor Find(ImmutableArray<Tensor> tensors, string name, int rank)
    {
        var found =
            tensors.FirstOrDefault(tensor => tensor.Name.Equals(name, StringComparison.Ordinal))
            ?? throw new CheckpointException($"tensor {name} is missing: this is a checkpoint of another model");
        return found.Shape.Length == rank
            ? found
            : throw new CheckpointException($"tensor {name} has {found.Shape.Length} dimensions, not {rank}");
    }

    private static Tensor FindVector(ImmutableArray<Tensor> tensors, string name, int length)
    {
        var found = Find(tensors, name, rank: 1);
        return found.Shape[0] == length
            ? found
            : throw new CheckpointException($"tensor {name} has {found.Shape[0]} values, not {length}");
    }
}
