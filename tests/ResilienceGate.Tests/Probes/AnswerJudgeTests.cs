using ResilienceGate.Agents;
using ResilienceGate.Core.Consistency;
using ResilienceGate.Probes;

namespace ResilienceGate.Tests.Probes;

public sealed class AnswerJudgeTests
{
    private readonly AnswerJudge _judge = new(new Oracle.Exact());

    [Fact]
    public void Every_well_formed_answer_is_right_until_the_truth_is_told()
    {
        Assert.Equal(Outcome.Good, Judge(expected: null, answered: 1));

        _judge.Tell(new Dictionary<string, Prediction> { ["a"] = Answer(2) });

        Assert.Equal(Outcome.Wrong, Judge(expected: null, answered: 1));
        Assert.Equal(Outcome.Good, Judge(expected: null, answered: 2));
    }

    [Fact]
    public void What_the_requests_file_expects_comes_before_what_was_told()
    {
        Assert.Equal(Outcome.Wrong, Judge(expected: 3, answered: 1));

        _judge.Tell(new Dictionary<string, Prediction> { ["a"] = Answer(2) });

        Assert.Equal(Outcome.Good, Judge(expected: 3, answered: 3));
        Assert.Equal(Outcome.Wrong, Judge(expected: 3, answered: 2));
    }

    [Fact]
    public void A_failure_stays_what_it_is() =>
        Assert.Equal(
            Outcome.Reset,
            _judge.Judge(Request(expected: 3), Reply.Failed<Answer>(Outcome.Reset, "connection reset"))
        );

    private Outcome Judge(double? expected, double answered) =>
        _judge.Judge(Request(expected), Reply.Answered(new Answer(Answer(answered), ModelVersion: null)));

    private static PreparedRequest Request(double? expected) =>
        new("a", ReadOnlyMemory<byte>.Empty, expected is { } number ? Answer(number) : null);

    private static Prediction Answer(double number) => new([new Tensor { Name = "y", Numbers = [number] }]);
}
