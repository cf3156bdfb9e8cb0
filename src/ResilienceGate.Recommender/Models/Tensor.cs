using System.Collections.Immutable;

namespace ResilienceGate.Recommender.Models;

/// <summary>A named array of 32-bit floats (FP32 in the Open Inference Protocol), row-major.</summary>
internal sealed class Tensor
{
    public Tensor(string name, ImmutableArray<int> shape, float[] values)
    {
        var size = shape.Aggregate(1L, (product, dimension) => product * dimension);
        if (size != values.Length)
            throw new ArgumentException(
                $"tensor {name} has {values.Length} values, its shape wants {size}",
                nameof(values)
            );

        Name = name;
        Shape = shape;
        Values = values;
    }

    public string Name { get; }

    public ImmutableArray<int> Shape { get; }

    public float[] Values { get; }
}
