using CsCheck;
using ResilienceGate.Core.Judgement;

namespace ResilienceGate.Core.Tests.Judgement;

public sealed class HodgesLehmannTests
{
    private static readonly Gen<double[]> Values = Gen.Double[-10, 10].Array[1, 9];

    [Fact]
    public void It_is_the_median_of_the_pairwise_means() =>
        Assert.Equal(2.375, HodgesLehmann.Estimate([1, 2, 2.5, 100]));

    [Fact]
    public void It_moves_with_the_values() =>
        Gen.Select(Values, Gen.Double[-5, 5])
            .Sample(
                (values, shift) =>
                    Assert.Equal(
                        HodgesLehmann.Estimate(values) + shift,
                        HodgesLehmann.Estimate([.. values.Select(value => value + shift)]),
                        1e-9
                    )
            );

    [Fact]
    public void It_never_falls_when_a_value_rises() =>
        Gen.Select(Values, Gen.Int[0, 8], Gen.Double[0, 5])
            .Sample(
                (values, at, rise) =>
                    HodgesLehmann.Estimate([.. values.Select((value, i) => i == at ? value + rise : value)])
                    >= HodgesLehmann.Estimate(values)
            );
}
