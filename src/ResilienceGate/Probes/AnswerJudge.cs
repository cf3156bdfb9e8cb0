using ResilienceGate.Agents;
using ResilienceGate.Core.Consistency;

namespace ResilienceGate.Probes;

/// <summary>
/// Says which answers are right: those that the oracle finds equal to the one expected in the requests file, else to the
/// one that the gate told. Where there is neither, every well-formed answer counts as right.
/// </summary>
internal sealed class AnswerJudge(Oracle oracle)
{
    private volatile IReadOnlyDictionary<string, Prediction> _truth = new Dictionary<string, Prediction>();

    /// <param name="answers">The right answers by request id.</param>
    public void Tell(IReadOnlyDictionary<string, Prediction> answers) => _truth = answers;

    public Outcome Judge(PreparedRequest request, Reply<Answer> reply)
    {
        if (reply.Value is not { } answer)
            return reply.Outcome;
        var right = request.Expected ?? _truth.GetValueOrDefault(request.Id);
        return right is null || oracle.IsRight(right, answer.Prediction) ? Outcome.Good : Outcome.Wrong;
    }
}
