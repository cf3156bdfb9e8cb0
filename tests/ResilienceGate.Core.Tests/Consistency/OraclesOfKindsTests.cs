using CsCheck;
using ResilienceGate.Core.Consistency;

namespace ResilienceGate.Core.Tests.Consistency;

/// <summary>The oracles for classes, embeddings and texts.</summary>
public sealed class OraclesOfKindsTests
{
    private static readonly Gen<double[]> Vector = Gen.Double[-1, 1]
        .Array[4]
        .Where(v => v.Any(x => Math.Abs(x) > 0.01));
    private static readonly Gen<string> Words = Gen.String[Gen.Char["ab \t\n"], 0, 12];

    private static Prediction Numbers(params double[] numbers) => new([new Tensor { Name = "y", Numbers = numbers }]);

    private static Prediction Texts(params string[] texts) => new([new Tensor { Name = "y", Texts = texts }]);

    [Fact]
    public void Every_vector_is_right_for_itself() =>
        Vector.Sample(v =>
            new Oracle.Embedding(1e-12).IsRight(Numbers(v), Numbers(v))
            && new Oracle.Classification(0).IsRight(Numbers(v), Numbers(v))
        );

    [Fact]
    public void Vectors_are_compared_either_way_alike() =>
        Gen.Select(Vector, Vector, Gen.Double[1e-3, 1])
            .Sample(
                (one, other, limit) =>
                    IsSymmetric(new Oracle.Embedding(limit), Numbers(one), Numbers(other))
                    && IsSymmetric(new Oracle.Classification(limit), Numbers(one), Numbers(other))
            );

    [Fact]
    public void Texts_are_compared_either_way_alike_and_equal_themselves() =>
        Gen.Select(Words, Words, Gen.Double[0, 1])
            .Sample(
                (one, other, prefix) =>
                    IsSymmetric(new Oracle.Text(prefix), Texts(one), Texts(other))
                    && new Oracle.Text(1).IsRight(Texts(one), Texts(one))
            );

    [Fact]
    public void White_space_makes_no_text_another() =>
        Gen.Select(Words, Words)
            .Sample(
                (one, other) =>
                    new Oracle.Text(1).IsRight(Texts(one), Texts(other)) == (Normalised(one) == Normalised(other))
            );

    [Fact]
    public void The_length_of_an_embedding_is_nothing_and_its_angle_everything()
    {
        var oracle = new Oracle.Embedding(0.01);

        Assert.True(oracle.IsRight(Numbers(3, 4), Numbers(0.3, 0.4)));
        // 1 - cos is 0.0049 at 0.1 rad, and 0.02 at 0.2 rad.
        Assert.True(oracle.IsRight(Numbers(1, 0), Numbers(Math.Cos(0.1), Math.Sin(0.1))));
        Assert.False(oracle.IsRight(Numbers(1, 0), Numbers(Math.Cos(0.2), Math.Sin(0.2))));
        Assert.False(oracle.IsRight(Numbers(0, 0), Numbers(0, 0)));
        Assert.False(oracle.IsRight(Numbers(1, double.NaN), Numbers(1, double.NaN)));
    }

    [Fact]
    public void Another_class_is_wrong_however_near()
    {
        var oracle = new Oracle.Classification(0.05);

        Assert.True(oracle.IsRight(Numbers(0.3, 0.7), Numbers(0.34, 0.66)));
        Assert.False(oracle.IsRight(Numbers(0.3, 0.7), Numbers(0.36, 0.64)));
        Assert.False(oracle.IsRight(Numbers(0.49, 0.51), Numbers(0.51, 0.49)));
        Assert.False(oracle.IsRight(Texts("cat"), Texts("dog")));
        Assert.False(oracle.IsRight(Numbers(double.NaN), Numbers(double.NaN)));
    }

    [Theory]
    [InlineData("one two three four", "one two three five", 0.7, true)]
    [InlineData("one two three four", "one two three five", 0.9, false)]
    [InlineData("one two", "one two and much more", 0.9, false)]
    [InlineData(" one\n two ", "one two", 1, true)]
    [InlineData("onetwo", "one two", 1, false)]
    [InlineData("One", "one", 1, false)]
    [InlineData("", "", 1, true)]
    [InlineData("", "x", 0.1, false)]
    public void A_text_is_right_when_enough_of_its_beginning_is(
        string truth,
        string answer,
        double prefix,
        bool right
    ) => Assert.Equal(right, new Oracle.Text(prefix).IsRight(Texts(truth), Texts(answer)));

    [Fact]
    public void A_model_that_says_the_same_to_everybody_gives_an_oracle_no_power()
    {
        var same = Enumerable.Range(0, 4).ToDictionary(i => $"r{i}", _ => Texts("I cannot help with that."));
        var own = Enumerable.Range(0, 4).ToDictionary(i => $"r{i}", i => Texts($"{i} is the answer."));

        Assert.NotNull(OraclePower.Measure(new Oracle.Text(1), same).Shortcoming());
        Assert.Null(OraclePower.Measure(new Oracle.Text(1), own).Shortcoming());
        Assert.NotNull(OraclePower.Measure(new Oracle.Text(0), own).Shortcoming());
    }

    [Fact]
    public void Embeddings_that_all_point_one_way_give_an_oracle_no_power()
    {
        var alike = Enumerable.Range(0, 4).ToDictionary(i => $"r{i}", i => Numbers(1, 0.001 * i));
        var apart = Enumerable.Range(0, 4).ToDictionary(i => $"r{i}", i => Numbers(Math.Cos(i), Math.Sin(i)));

        Assert.NotNull(OraclePower.Measure(new Oracle.Embedding(1e-3), alike).Shortcoming());
        Assert.Null(OraclePower.Measure(new Oracle.Embedding(1e-3), apart).Shortcoming());
    }

    private static bool IsSymmetric(Oracle oracle, Prediction one, Prediction other) =>
        oracle.IsRight(one, other) == oracle.IsRight(other, one);

    private static string Normalised(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
