using CsCheck;
using ResilienceGate.Core.Judgement;

namespace ResilienceGate.Core.Tests.Judgement;

public sealed class VerdictsTests
{
    private static readonly Gen<Verdict> Any = Gen.Enum<Verdict>();

    [Fact]
    public void Regression_is_worse_than_inconclusive_and_inconclusive_worse_than_pass()
    {
        Assert.Equal(Verdict.Regression, Verdicts.Worst([Verdict.Pass, Verdict.Regression, Verdict.Inconclusive]));
        Assert.Equal(Verdict.Inconclusive, Verdicts.Worst(Verdict.Inconclusive, Verdict.Pass));
    }

    [Fact]
    public void The_worst_of_nothing_is_inconclusive() => Assert.Equal(Verdict.Inconclusive, Verdicts.Worst([]));

    [Fact]
    public void Order_and_grouping_do_not_matter() =>
        Gen.Select(Any, Any, Any)
            .Sample(
                (a, b, c) =>
                    Verdicts.Worst(a, b) == Verdicts.Worst(b, a)
                    && Verdicts.Worst(a, Verdicts.Worst(b, c)) == Verdicts.Worst(Verdicts.Worst(a, b), c)
                    && Verdicts.Worst([a, b, c]) == Verdicts.Worst(a, Verdicts.Worst(b, c))
                    && Verdicts.Worst(a, a) == a
                    && Verdicts.Worst(a, Verdict.Pass) == a
            );

    [Theory]
    [InlineData(Verdict.Pass, 3, Conclusion.Success)]
    [InlineData(Verdict.Inconclusive, 3, Conclusion.Warning)]
    [InlineData(Verdict.Regression, 3, Conclusion.Failure)]
    [InlineData(Verdict.Pass, 0, Conclusion.Success)]
    [InlineData(Verdict.Regression, 0, Conclusion.Failure)]
    public void A_lenient_policy_warns_of_the_inconclusive_and_records_what_is_new(
        Verdict verdict,
        int runs,
        Conclusion expected
    ) => Assert.Equal(expected, Conclude(new Policy(Conclusion.Warning, Conclusion.Success), verdict, runs));

    [Theory]
    [InlineData(Verdict.Pass, 3, Conclusion.Success)]
    [InlineData(Verdict.Inconclusive, 3, Conclusion.Failure)]
    [InlineData(Verdict.Pass, 0, Conclusion.Warning)]
    [InlineData(Verdict.Inconclusive, 0, Conclusion.Failure)]
    public void A_strict_policy_takes_the_worse_of_verdict_and_missing_baseline(
        Verdict verdict,
        int runs,
        Conclusion expected
    ) => Assert.Equal(expected, Conclude(new Policy(Conclusion.Failure, Conclusion.Warning), verdict, runs));

    private static Conclusion Conclude(Policy policy, Verdict verdict, int runs) =>
        policy.Conclude(new JudgementResult(verdict, []) { BaselineRuns = runs });
}
