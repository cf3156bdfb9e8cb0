using CsCheck;
using ResilienceGate.Recommender.Models;

namespace ResilienceGate.Recommender.Tests.Models;

public sealed class StateDigestTests
{
    private static Tensor A => new("a", [2, 2], [1, -2.5f, 0, 3e-5f]);

    private static Tensor B => new("b", [1], [float.MaxValue]);

    /// <summary>Computed with Python: hashlib over the fields in this order, the values packed as little-endian floats.</summary>
    [Fact]
    public void It_is_the_documented_hash() =>
        Assert.Equal("sha256:d1f379f310a600c3afeee5001799194cfd83b2e20743bd7a3324094caf5a5acf", StateDigest.Of([A, B]));

    [Fact]
    public void The_order_of_the_tensors_does_not_matter() =>
        Assert.Equal(StateDigest.Of([A, B]), StateDigest.Of([B, A]));

    [Fact]
    public void Name_and_shape_matter()
    {
        string[] digests =
        [
            StateDigest.Of([A]),
            StateDigest.Of([new Tensor("c", A.Shape, A.Values)]),
            StateDigest.Of([new Tensor("a", [4], A.Values)]),
            StateDigest.Of([new Tensor("a", [1, 4], A.Values)]),
        ];

        Assert.Equal(4, digests.Distinct().Count());
    }

    [Fact]
    public async Task Any_flipped_bit_in_memory_shows()
    {
        var model = await ShippedModel.ReadAsync();
        Assert.Equal(ShippedModel.Digest, StateDigest.Of(model.Tensors));

        Gen.Select(Gen.Int[0, model.Tensors.Length - 1], Gen.Int[0, int.MaxValue], Gen.Int[0, 31])
            .Sample(
                (tensor, place, bit) =>
                {
                    var values = model.Tensors[tensor].Values;
                    ref var value = ref values[place % values.Length];
                    var before = value;
                    value = BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(value) ^ (1 << bit));
                    var digest = StateDigest.Of(model.Tensors);
                    value = before;
                    Assert.NotEqual(ShippedModel.Digest, digest);
                },
                iter: 100,
                threads: 1
            );
    }
}
