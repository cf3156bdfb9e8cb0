namespace ResilienceGate.Core.Consistency;

/// <summary>Says whether an answer is right. It runs for every request of the probe, so it allocates nothing.</summary>
public static class OracleJudge
{
    /// <summary>
    /// Names, kinds and lengths of all outputs must match those of the truth; then the oracle compares values. NaN and the
    /// infinities equal nothing, themselves included: a model that answers them is broken.
    /// </summary>
    public static bool IsRight(this Oracle oracle, Prediction truth, Prediction answer)
    {
        if (truth.Outputs.Count != answer.Outputs.Count)
            return false;

        for (var i = 0; i < truth.Outputs.Count; i++)
        {
            if (Find(answer, truth.Outputs[i].Name, i) is not { } output || !HasShapeOf(truth.Outputs[i], output))
                return false;
        }

        return oracle switch
        {
            Oracle.Exact => ValuesAgree(truth, answer, AreSameBits, (0, 0)),
            Oracle.Numeric numeric => ValuesAgree(
                truth,
                answer,
                AreClose,
                (numeric.RelativeTolerance, numeric.AbsoluteTolerance)
            ),
            Oracle.Ranking ranking => RankingsAgree(truth, answer, ranking),
            Oracle.Classification classes => OutputsAgree(
                truth,
                answer,
                classes.Tolerance,
                TextsEqual,
                VectorAgreement.IsSameClass
            ),
            Oracle.Embedding embedding => OutputsAgree(
                truth,
                answer,
                embedding.Distance,
                TextsEqual,
                VectorAgreement.IsNear
            ),
            Oracle.Text text => OutputsAgree(
                truth,
                answer,
                text.Prefix,
                TextAgreement.AllAgree,
                VectorAgreement.IsEqual
            ),
            _ => throw new InvalidOperationException($"Oracle {oracle} is not known."),
        };
    }

    private static Tensor? Find(Prediction prediction, string name, int expectedAt)
    {
        var outputs = prediction.Outputs;
        if (string.Equals(outputs[expectedAt].Name, name, StringComparison.Ordinal))
            return outputs[expectedAt];

        // Servers may list outputs in another order.
        for (var i = 0; i < outputs.Count; i++)
        {
            if (string.Equals(outputs[i].Name, name, StringComparison.Ordinal))
                return outputs[i];
        }

        return null;
    }

    private static bool HasShapeOf(Tensor truth, Tensor answer) =>
        truth.Numbers?.Count == answer.Numbers?.Count && truth.Texts?.Count == answer.Texts?.Count;

    private static bool ValuesAgree(
        Prediction truth,
        Prediction answer,
        Func<double, double, (double Relative, double Absolute), bool> equal,
        (double Relative, double Absolute) tolerance
    )
    {
        for (var i = 0; i < truth.Outputs.Count; i++)
        {
            var expected = truth.Outputs[i];
            if (Find(answer, expected.Name, i) is not { } actual || !TextsEqual(expected.Texts, actual.Texts))
                return false;

            if (expected.Numbers is not { } y0 || actual.Numbers is not { } y)
                continue;

            for (var j = 0; j < y0.Count; j++)
            {
                if (!equal(y0[j], y[j], tolerance))
                    return false;
            }
        }

        return true;
    }

    /// <param name="limit">Passed on to what compares, so that nothing has to capture it.</param>
    private static bool OutputsAgree(
        Prediction truth,
        Prediction answer,
        double limit,
        Func<IReadOnlyList<string>, IReadOnlyList<string>, double, bool> textsAgree,
        Func<IReadOnlyList<double>, IReadOnlyList<double>, double, bool> numbersAgree
    )
    {
        for (var i = 0; i < truth.Outputs.Count; i++)
        {
            var expected = truth.Outputs[i];
            if (Find(answer, expected.Name, i) is not { } actual)
                return false;

            if (expected.Texts is { } texts && !textsAgree(texts, actual.Texts ?? [], limit))
                return false;

            if (expected.Numbers is { } numbers && !numbersAgree(numbers, actual.Numbers ?? [], limit))
                return false;
        }

        return true;
    }

    private static bool TextsEqual(IReadOnlyList<string> truth, IReadOnlyList<string> answer, double none) =>
        TextsEqual(truth, answer);

    private static bool AreSameBits(double y0, double y, (double, double) none) =>
        double.IsFinite(y0) && BitConverter.DoubleToInt64Bits(y0) == BitConverter.DoubleToInt64Bits(y);

    private static bool AreClose(double y0, double y, (double Relative, double Absolute) tolerance) =>
        double.IsFinite(y0)
        && double.IsFinite(y)
        && Math.Abs(y - y0) <= tolerance.Absolute + (tolerance.Relative * Math.Abs(y0));

    private static bool TextsEqual(IReadOnlyList<string>? truth, IReadOnlyList<string>? answer)
    {
        if (truth is null || answer is null)
            return truth is null && answer is null;

        for (var i = 0; i < truth.Count; i++)
        {
            if (!string.Equals(truth[i], answer[i], StringComparison.Ordinal))
                return false;
        }

        return true;
    }

    private static bool RankingsAgree(Prediction truth, Prediction answer, Oracle.Ranking ranking)
    {
        for (var i = 0; i < truth.Outputs.Count; i++)
        {
            var expected = truth.Outputs[i];
            if (!IsRanking(expected) || Find(answer, expected.Name, i) is not { } actual)
                continue;

            var (shared, ranks) = expected.Texts is { } texts
                ? Overlap(texts, actual.Texts ?? [], ranking.Top)
                : Overlap(expected.Numbers ?? [], actual.Numbers ?? [], ranking.Top);

            return shared >= ranking.Overlap * ranks;
        }

        return false;
    }

    /// <summary>A tensor carries no datatype: whole numbers are integers. An output without values ranks nothing.</summary>
    private static bool IsRanking(Tensor output)
    {
        if (output.Texts is { } texts)
            return texts.Count > 0;

        if (output.Numbers is not { Count: > 0 } numbers)
            return false;

        for (var i = 0; i < numbers.Count; i++)
        {
            if (!double.IsInteger(numbers[i]))
                return false;
        }

        return true;
    }

    /// <summary>
    /// How many of the truth's first ranks are among the answer's. The lists are short (the top 10 or 100), so looking
    /// through them is quicker than building a set for each request.
    /// </summary>
    private static (int Shared, int Ranks) Overlap<T>(IReadOnlyList<T> truth, IReadOnlyList<T> answer, int top)
        where T : IEquatable<T>
    {
        var ranks = Math.Min(top, truth.Count);
        var shared = 0;
        for (var i = 0; i < ranks; i++)
        {
            for (var j = 0; j < Math.Min(top, answer.Count); j++)
            {
                if (truth[i].Equals(answer[j]))
                {
                    shared++;
                    break;
                }
            }
        }

        return (shared, ranks);
    }
}
