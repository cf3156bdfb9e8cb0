using ResilienceGate.Baselines;
using ResilienceGate.Core.Judgement;
using ResilienceGate.Core.Reports;
using ResilienceGate.Experiments;
using ResilienceGate.Hosts;
using ResilienceGate.Plans;
using ResilienceGate.Tests.Reports;

namespace ResilienceGate.Tests.Baselines;

public sealed class BaselineKeeperTests
{
    private static readonly Revision Unknown = new();
    private static readonly Revision ByHand = new() { IsByHand = true };
    private static readonly Revision Main = new() { IsDefaultBranch = true };
    private static readonly Revision Branch = new() { IsDefaultBranch = false };
    private static readonly Revision PullRequest = new() { IsPullRequest = true, IsDefaultBranch = false };
    private static readonly RunResult Passed = SampleRuns.Pass with { BaselineRuns = 0 };
    private static readonly RunResult Failed = SampleRuns.Regression;
    private static readonly RunResult Empty = SampleRuns.Pass with { Experiments = [] };

    private readonly MemoryStore _store = new();

    internal static TheoryData<string, RunResult, RunEnding, Revision, BaselineUpdate, string?> Policy =>
        new()
        {
            { "pass", Passed, new RunEnding.Completed(), Main, BaselineUpdate.OnPass, null },
            { "pass, by hand", Passed, new RunEnding.Completed(), ByHand, BaselineUpdate.OnPass, null },
            {
                "pass, branch unknown",
                Passed,
                new RunEnding.Completed(),
                Unknown,
                BaselineUpdate.OnPass,
                "nothing tells whether this is the default branch; record it with `--update-baseline always`"
            },
            { "always, branch unknown", Passed, new RunEnding.Completed(), Unknown, BaselineUpdate.Always, null },
            {
                "pass on a branch",
                Passed,
                new RunEnding.Completed(),
                Branch,
                BaselineUpdate.OnPass,
                "the run is not on the default branch"
            },
            {
                "pass of a pull request",
                Passed,
                new RunEnding.Completed(),
                PullRequest,
                BaselineUpdate.OnPass,
                "a pull request never changes the baseline"
            },
            {
                "regression",
                Failed,
                new RunEnding.Completed(),
                Main,
                BaselineUpdate.OnPass,
                "the verdict is Regression"
            },
            {
                "inconclusive",
                SampleRuns.Inconclusive,
                new RunEnding.Completed(),
                Main,
                BaselineUpdate.OnPass,
                "the verdict is Inconclusive"
            },
            { "never", Passed, new RunEnding.Completed(), Main, BaselineUpdate.Never, "baseline.update is never" },
            { "always, regression", Failed, new RunEnding.Completed(), Main, BaselineUpdate.Always, null },
            { "always, branch", Passed, new RunEnding.Completed(), Branch, BaselineUpdate.Always, null },
            {
                "always, pull request",
                Passed,
                new RunEnding.Completed(),
                PullRequest,
                BaselineUpdate.Always,
                "a pull request never changes the baseline"
            },
            {
                "nothing measured",
                Empty,
                new RunEnding.Completed(),
                Main,
                BaselineUpdate.Always,
                "nothing was measured"
            },
            {
                "cancelled",
                Passed,
                new RunEnding.Cancelled(),
                Main,
                BaselineUpdate.Always,
                "the run was not completed"
            },
            { "aborted", Failed, new RunEnding.Aborted("a"), Main, BaselineUpdate.Always, "the run was not completed" },
            { "failed", Passed, new RunEnding.Failed("f"), Main, BaselineUpdate.OnPass, "the run was not completed" },
        };

    [Fact]
    public async Task The_policy_says_what_becomes_part_of_the_baseline()
    {
        foreach (var row in Policy)
        {
            var (name, result, ending, revision, update, why) = row.Data;
            var store = new MemoryStore();

            var kept = await Keeper(store, update).KeepAsync(result, ending, revision);

            Assert.True(why is null == (store.Book.Baselines.Count == 1), name);
            Assert.Equal(
                (name, why is null),
                (name, !kept.BaselineAction.StartsWith("left", StringComparison.Ordinal))
            );
            if (why is not null)
                Assert.Equal($"left alone: {why}", kept.BaselineAction);
            Assert.Equal(result.Verdict, kept.Verdict);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_run_that_was_slower_throughout_joins_only_when_somebody_says_so(bool said)
    {
        await KeepAsync(Passed);
        var slower = Failed with
        {
            Run = "slower",
            Verdict = Verdict.Pass,
            Findings = [.. Failed.Findings.Select(f => f with { Verdict = Verdict.Pass })],
        };

        var kept = await Keeper(_store, said ? BaselineUpdate.Always : BaselineUpdate.OnPass)
            .KeepAsync(slower, new RunEnding.Completed(), Main);

        Assert.Equal(said ? 2 : 1, Assert.Single(_store.Book.Baselines).Runs.Count);
        Assert.Equal(
            !said,
            kept.BaselineAction.StartsWith("left alone: in 'a pod is killed' every recovery", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task The_first_run_and_the_next_ones_are_told_apart_and_only_so_many_are_kept()
    {
        var first = await KeepAsync(Passed with { Run = "1" });
        var second = await KeepAsync(Passed with { Run = "2", BaselineRuns = 1 });
        await KeepAsync(Passed with { Run = "3", BaselineRuns = 2 });

        Assert.Equal("recorded as the first accepted run in memory", first.BaselineAction);
        Assert.Equal("added to memory", second.BaselineAction);
        Assert.Equal(["2", "3"], Assert.Single(_store.Book.Baselines).Runs.Select(r => r.Run));
    }

    [Fact]
    public async Task A_run_that_may_be_worse_joins_the_baseline_with_a_word()
    {
        var kept = await KeepAsync(
            SampleRuns.Pass with
            {
                Findings = [.. SampleRuns.Regression.Findings.Where(f => f.Verdict is Verdict.Pass)],
            }
        );

        Assert.Equal("added to memory, although it may be worse in p99 of 'a pod is killed'", kept.BaselineAction);
    }

    [Fact]
    public async Task A_store_that_fails_changes_no_verdict()
    {
        foreach (
            var failure in new Exception[]
            {
                new GateException("disk full"),
                new HttpRequestException("Connection refused"),
                new OperationCanceledException("too slow"),
            }
        )
        {
            _store.Failure = failure;

            var kept = await KeepAsync(Passed);

            Assert.Equal($"could not be updated: {failure.Message}", kept.BaselineAction);
            Assert.True(kept.BaselineFailed);
            Assert.Equal((Verdict.Pass, Conclusion.Success), (kept.Verdict, kept.Conclusion));
        }
    }

    [Fact]
    public void A_book_holds_one_baseline_for_each_fingerprint()
    {
        var one = Books.Baseline("one", "r1");
        var other = Books.Baseline("other", "r2");
        var newer = Books.Baseline("one", "r3");

        var book = BaselineBook.Empty.With(one).With(other).With(newer);

        Assert.Equal(newer, book.Find(Books.Target, one.Fingerprint));
        Assert.Equal(other, book.Find(Books.Target, other.Fingerprint));
        Assert.Equal(2, book.Baselines.Count);
        Assert.Null(book.Find(Books.Target, Books.Fingerprint("third")));
    }

    [Fact]
    public void Targets_that_share_a_file_share_no_baseline()
    {
        var one = Books.Baseline("plan", "r1");
        var other = Books.Baseline("plan", "r2", "shop/deployment/other");

        var book = BaselineBook.Empty.With(one).With(other);

        Assert.Equal(one, book.Find(Books.Target, one.Fingerprint));
        Assert.Equal(one, book.Latest(Books.Target));
        Assert.Equal(other, book.Find(other.Target, other.Fingerprint));
        Assert.Null(book.Find("shop/deployment/third", one.Fingerprint));
    }

    [Fact]
    public void Of_a_target_only_the_baselines_that_were_written_last_are_kept()
    {
        var other = Books.Baseline("1", "r", "shop/deployment/other");

        var book = "12314"
            .Select(plan => Books.Baseline($"{plan}", "r"))
            .Aggregate(BaselineBook.Empty.With(other), (all, next) => all.With(next));

        Assert.Equal(["1", "3", "1", "4"], book.Baselines.Select(b => b.Fingerprint.Plan));
        Assert.Equal("4", book.Latest(Books.Target)?.Fingerprint.Plan);
    }

    private Task<RunResult> KeepAsync(RunResult result) =>
        Keeper(_store, BaselineUpdate.OnPass).KeepAsync(result, new RunEnding.Completed(), Main);

    private static BaselineKeeper Keeper(MemoryStore store, BaselineUpdate update) =>
        new(
            store,
            new BaselinePlan(BaselineStoreKind.ConfigMap, Path: null, Keep: 2, update),
            Books.Fingerprint("one")
        );
}
