using CsCheck;
using ResilienceGate.Recommender.Data;

namespace ResilienceGate.Recommender.Tests.Data;

public sealed class Pcg32Tests
{
    /// <summary>The first numbers of the reference implementation's own demo (pcg32-demo, seed 42, stream 54).</summary>
    [Fact]
    public void Its_numbers_are_those_of_the_reference_implementation()
    {
        var random = new Pcg32(seed: 42, stream: 54);

        uint[] numbers = [.. Enumerable.Range(0, 6).Select(_ => random.NextUInt32())];

        Assert.Equal([0xa15c02b7, 0x7b47f409, 0xba1d3330, 0x83d2f293, 0xbfa4784b, 0xcbed606e], numbers);
    }

    [Fact]
    public void A_bounded_number_is_below_its_bound() =>
        Gen.Select(Gen.ULong, Gen.Int[1, int.MaxValue])
            .Sample(
                (seed, bound) =>
                    new Pcg32(seed, stream: 0).NextBelow(bound) is var number && number >= 0 && number < bound
            );

    [Fact]
    public void Bounded_numbers_are_spread_evenly()
    {
        var random = new Pcg32(seed: 7, stream: 0);
        var counts = new int[6];
        for (var i = 0; i < 60_000; i++)
            counts[random.NextBelow(6)]++;

        // Five standard deviations of a binomial count of 10,000.
        Assert.All(counts, count => Assert.InRange(count, 9_540, 10_460));
    }

    [Fact]
    public void Normal_numbers_have_mean_0_and_variance_1()
    {
        var random = new Pcg32(seed: 7, stream: 0);
        double[] numbers = [.. Enumerable.Range(0, 50_000).Select(_ => random.NextNormal())];

        Assert.InRange(numbers.Average(), -0.025, 0.025);
        Assert.InRange(numbers.Average(number => number * number), 0.96, 1.04);
    }

    [Fact]
    public void Shuffling_keeps_every_value() =>
        Gen.Select(Gen.ULong, Gen.Int.Array)
            .Sample(
                (seed, values) =>
                {
                    var shuffled = values.ToArray();
                    new Pcg32(seed, stream: 0).Shuffle<int>(shuffled);
                    Assert.Equal(values.Order(), shuffled.Order());
                }
            );
}
