using CsCheck;
using ResilienceGate.Core.Consistency;

namespace ResilienceGate.Core.Tests.Consistency;

public sealed class OracleJudgeTests
{
    private static readonly Oracle Exact = new Oracle.Exact();
    private static readonly Oracle Close = new Oracle.Numeric(1e-3, 1e-6);
    private static readonly Oracle TopFour = new Oracle.Ranking(4, 0.75);

    private static Prediction Numbers(params double[] numbers) => new([new Tensor { Name = "y", Numbers = numbers }]);

    private static Prediction Texts(params string[] texts) => new([new Tensor { Name = "y", Texts = texts }]);

    private static readonly Oracle Class = new Oracle.Classification(0.05);
    private static readonly Oracle Near = new Oracle.Embedding(1e-3);
    private static readonly Oracle Half = new Oracle.Text(0.5);

    public static TheoryData<Oracle> AllOracles => [Exact, Close, TopFour, Class, Near, Half];

    [Theory]
    [MemberData(nameof(AllOracles))]
    public void The_truth_is_right(Oracle oracle) => Assert.True(oracle.IsRight(Numbers(1, 2, 3), Numbers(1, 2, 3)));

    [Theory]
    [MemberData(nameof(AllOracles))]
    public void Another_shape_name_or_kind_is_wrong(Oracle oracle)
    {
        var truth = Numbers(1, 2, 3);

        Assert.False(oracle.IsRight(truth, Numbers(1, 2)));
        Assert.False(oracle.IsRight(truth, Texts("1", "2", "3")));
        Assert.False(oracle.IsRight(truth, new Prediction([])));
        Assert.False(oracle.IsRight(truth, new Prediction([new Tensor { Name = "z", Numbers = [1, 2, 3] }])));
        Assert.False(oracle.IsRight(truth, new Prediction([.. truth.Outputs, .. truth.Outputs])));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void What_is_not_finite_equals_nothing(double value)
    {
        Assert.False(Exact.IsRight(Numbers(value), Numbers(value)));
        Assert.False(Close.IsRight(Numbers(value), Numbers(value)));
        Assert.False(Close.IsRight(Numbers(1), Numbers(value)));
        Assert.False(TopFour.IsRight(Numbers(value), Numbers(value)));
    }

    [Fact]
    public void Exact_means_every_bit()
    {
        Assert.False(Exact.IsRight(Numbers(0.1 + 0.2), Numbers(0.3)));
        Assert.False(Exact.IsRight(Numbers(0.0), Numbers(-0.0)));
        Assert.False(Exact.IsRight(Texts("a"), Texts("A")));
    }

    [Fact]
    public void Numeric_allows_an_absolute_and_a_relative_error()
    {
        Assert.True(Close.IsRight(Numbers(1000, 0), Numbers(1000.9, 9e-7)));
        Assert.False(Close.IsRight(Numbers(1000, 0), Numbers(1001.1, 0)));
        Assert.False(Close.IsRight(Numbers(1000, 0), Numbers(1000, 1.1e-6)));
        Assert.False(Close.IsRight(Texts("a"), Texts("b")));
    }

    [Fact]
    public void A_ranking_is_right_when_enough_of_the_truths_top_is_in_its_own_top()
    {
        var truth = Numbers(1, 2, 3, 4, 5);

        Assert.True(TopFour.IsRight(truth, Numbers(4, 3, 2, 9, 1)));
        Assert.False(TopFour.IsRight(truth, Numbers(4, 3, 8, 9, 1)));
        Assert.True(TopFour.IsRight(Texts("a", "b", "c", "d"), Texts("d", "c", "b", "x")));
    }

    [Fact]
    public void The_first_integer_output_is_the_ranking_wherever_the_server_lists_it()
    {
        var scores = new Tensor { Name = "scores", Numbers = [0.9, 0.8] };
        var items = new Tensor { Name = "items", Numbers = [7, 8] };
        var otherScores = scores with { Numbers = [0.7, 0.6] };

        Assert.True(TopFour.IsRight(new Prediction([scores, items]), new Prediction([items, otherScores])));
        Assert.False(
            TopFour.IsRight(new Prediction([scores, items]), new Prediction([scores, items with { Numbers = [1, 2] }]))
        );
    }

    [Fact]
    public void A_ranking_oracle_accepts_nothing_where_there_is_nothing_to_rank() =>
        Assert.False(TopFour.IsRight(Numbers(0.5, 0.6), Numbers(0.5, 0.6)));

    [Fact]
    public void An_answer_with_more_of_the_truth_never_turns_wrong() =>
        Gen.Select(Gen.Shuffle(Enumerable.Range(0, 12).Select(i => (double)i).ToArray()), Gen.Int[0, 5])
            .Sample(
                (items, at) =>
                {
                    var truth = Numbers(0, 1, 2, 3, 4, 5);
                    var answer = items[..6];
                    var better = (double[])answer.Clone();
                    better[at] = Array.Find([0, 1, 2, 3, 4, 5], item => !answer.Contains(item));
                    var oracle = new Oracle.Ranking(6, 0.5);
                    return answer[at] <= 5
                        || !oracle.IsRight(truth, Numbers(answer))
                        || oracle.IsRight(truth, Numbers(better));
                }
            );

    [Theory]
    [MemberData(nameof(AllOracles))]
    public void A_right_answer_costs_no_memory(Oracle oracle)
    {
        var (truth, answer) = (Numbers(1, 2, 3, 4), Numbers(1, 2, 3, 4));
        Assert.True(oracle.IsRight(truth, answer));

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            oracle.IsRight(truth, answer);

        Assert.Equal(0, (GC.GetAllocatedBytesForCurrentThread() - before) / 1000);
    }
}
