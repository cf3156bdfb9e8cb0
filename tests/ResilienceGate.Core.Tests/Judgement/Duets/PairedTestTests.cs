using CsCheck;
using MathNet.Numerics.Distributions;
using ResilienceGate.Core.Judgement.Duets;

namespace ResilienceGate.Core.Tests.Judgement.Duets;

public sealed class PairedTestTests
{
    private static readonly PairNoise Known = new(0.09, 8, 0.0001);

    private static readonly Gen<double[]> Differences = Gen.Double[-1, 2].Array[4, 20];

    private static readonly Gen<PairNoise> AnyNoise = Gen.Bool.Select(isKnown =>
        isKnown ? Known : new PairNoise(0, 0, 0.0001)
    );

    [Fact]
    public void With_a_prior_it_is_the_t_test_of_a_moderated_variance()
    {
        double[] differences = [0.2, 0.3, 0.1, 0.25, 0.15];

        var test = new PairedTest(differences, 0.05, Known);

        // Mean 0.15 over what is allowed; the squares around it add up to 0.025; eight pairs of variance 0.09 before.
        var t = 0.15 / Math.Sqrt(((8 * 0.09) + 0.025) / 12 / 5);
        Assert.Equal(StudentT.CDF(0, 1, 12, -t), test.PValue, 1e-9);
    }

    /// <summary>Of all 2^5 signs only one, or those that leave out rank 1, reach 15 and 14.</summary>
    [Theory]
    [InlineData(0.05, 1.0 / 32)]
    [InlineData(0.11, 2.0 / 32)]
    [InlineData(1, 1)]
    public void Without_one_it_is_the_signed_rank_test(double allowed, double expected) =>
        Assert.Equal(expected, new PairedTest([0.2, 0.3, 0.1, 0.25, 0.15], allowed, PairNoise.Unknown).PValue, 1e-12);

    [Fact]
    public void One_huge_difference_does_not_excuse_the_others()
    {
        double[] regular = [0.4, 0.5, 0.45, 0.5, 0.4];

        Assert.True(
            new PairedTest([.. regular, 50], 0.1, Known).PValue <= new PairedTest([.. regular, 0.5], 0.1, Known).PValue
        );
    }

    [Fact]
    public void A_worse_pair_never_makes_for_a_better_verdict() =>
        Gen.Select(Differences, Gen.Int[0, 19], Gen.Double[0, 5], AnyNoise, Gen.Int[1, 8])
            .Sample(
                (differences, at, more, noise, suspects) =>
                {
                    var worse = differences.ToArray();
                    worse[at % worse.Length] += more;
                    return Severity(worse, noise, suspects) >= Severity(differences, noise, suspects);
                },
                iter: 5000
            );

    [Fact]
    public void The_order_of_the_pairs_does_not_matter() =>
        Gen.Select(Differences, Gen.Int, AnyNoise)
            .Sample(
                (differences, seed, noise) =>
                {
                    var shuffled = differences.ToArray();
                    new Random(seed).Shuffle(shuffled);
                    Assert.Equal(
                        new PairedTest(differences, 0.1, noise).PValue,
                        new PairedTest(shuffled, 0.1, noise).PValue,
                        1e-9
                    );
                },
                iter: 1000
            );

    [Fact]
    public void Pairs_without_any_difference_convict_nobody() =>
        Assert.Equal(DuetState.Cleared, Decide([0, 0, 0, 0], PairNoise.Unknown, 1));

    /// <summary>lambda = sqrt(s2/V) exp(n^2 d^2 tau^2/(2 s2 V)) 2 Phi(n d tau/sqrt(s2 V)), for a variance that is known for certain.</summary>
    [Fact]
    public void The_evidence_is_that_of_the_mixture()
    {
        var certain = new PairNoise(0.09, 1e7, 0);
        double[] differences = [0.5, 0.3, 0.6, 0.4, 0.45, 0.25];
        var (n, tau) = (differences.Length, Math.Log(1.5));
        var mean = differences.Average() - 0.1;
        var v = 0.09 + (n * tau * tau);
        var expected =
            Math.Sqrt(0.09 / v)
            * Math.Exp(n * n * mean * mean * tau * tau / (2 * 0.09 * v))
            * 2
            * Normal.CDF(0, 1, n * mean * tau / Math.Sqrt(0.09 * v));

        var evidence = SequentialTest.Evidence(n, new PairedTest(differences, 0.1, certain), certain);

        Assert.InRange(evidence / expected, 0.999, 1.001);
    }

    private static int Severity(double[] differences, PairNoise noise, int suspects) =>
        Decide(differences, noise, suspects) switch
        {
            DuetState.Cleared => 0,
            DuetState.Undecided => 1,
            _ => 2,
        };

    private static DuetState Decide(double[] differences, PairNoise noise, int suspects) =>
        SequentialTest.Decide(
            differences.Length,
            new PairedTest(differences, 0.0953, noise),
            new PairedTest(differences, 0, noise),
            noise,
            suspects
        );
}
