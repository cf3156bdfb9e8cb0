using System.Net;
using k8s.Autorest;
using ResilienceGate.Core.Judgement;
using ResilienceGate.Core.Reports;
using ResilienceGate.Experiments;
using ResilienceGate.Tests.Reports;

namespace ResilienceGate.Tests.Experiments;

public sealed class RunEndingTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_run_that_comes_to_its_end_is_completed()
    {
        var ending = await RunEnding.OfAsync(_ => Task.CompletedTask, Ct);

        Assert.IsType<RunEnding.Completed>(ending);
        Assert.Null(ending.Explain());
    }

    [Fact]
    public async Task A_run_that_its_user_ends_is_cancelled()
    {
        using var user = new CancellationTokenSource();

        var running = RunEnding.OfAsync(guard => Task.Delay(Timeout.InfiniteTimeSpan, guard.Token), user.Token);
        await user.CancelAsync();

        Assert.Equal("cancelled", (await running).Explain());
    }

    [Fact]
    public async Task A_connection_that_fails_tells_its_innermost_reason()
    {
        var ending = await RunEnding.OfAsync(
            _ => throw new HttpRequestException("see inner exception", new IOException("connection reset by peer")),
            Ct
        );

        Assert.Equal("The cluster does not answer: connection reset by peer", ending.Explain());
    }

    [Fact]
    public async Task A_watched_task_that_fails_ends_the_run_with_its_reason()
    {
        var ending = await RunEnding.OfAsync(
            guard =>
            {
                guard.Watch(Task.FromException(new RunAbortedException("too many errors")));
                return Task.Delay(Timeout.InfiniteTimeSpan, guard.Token);
            },
            Ct
        );

        Assert.Equal(new RunEnding.Aborted("too many errors"), ending);
    }

    [Fact]
    public async Task A_request_that_was_given_up_though_nobody_ended_the_run_is_a_failure()
    {
        var ending = await RunEnding.OfAsync(_ => throw new TaskCanceledException("timeout"), Ct);

        Assert.Contains("given up", Assert.IsType<RunEnding.Failed>(ending).Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_first_reason_is_the_reason()
    {
        var second = new TaskCompletionSource();

        var ending = await RunEnding.OfAsync(
            async guard =>
            {
                guard.Watch(second.Task);
                guard.Watch(Task.FromException(new GateException("first")));
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
                    Task.Delay(Timeout.InfiniteTimeSpan, guard.Token)
                );
                second.SetException(new GateException("second"));
                guard.Token.ThrowIfCancellationRequested();
            },
            Ct
        );

        Assert.Equal(new RunEnding.Failed("first"), ending);
    }

    [Fact]
    public async Task What_fails_after_the_user_has_ended_the_run_does_not_change_its_ending()
    {
        using var user = new CancellationTokenSource();
        var lost = new TaskCompletionSource();

        var ending = await RunEnding.OfAsync(
            async guard =>
            {
                guard.Watch(lost.Task);
                await user.CancelAsync();
                lost.SetException(new GateException("the lease is lost"));
                guard.Token.ThrowIfCancellationRequested();
            },
            user.Token
        );

        Assert.IsType<RunEnding.Cancelled>(ending);
    }

    [Fact]
    public async Task What_still_watches_a_run_ends_with_it()
    {
        var watching = Task.CompletedTask;

        await RunEnding.OfAsync(
            guard =>
            {
                watching = Task.Delay(Timeout.InfiniteTimeSpan, guard.Token);
                guard.Watch(watching);
                return Task.CompletedTask;
            },
            Ct
        );

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watching.WaitAsync(TimeSpan.FromMinutes(1), Ct));
        Assert.True(watching.IsCanceled);
    }

    [Fact]
    public async Task What_fails_after_the_run_is_over_disturbs_nobody()
    {
        var late = new TaskCompletionSource();
        var ending = await RunEnding.OfAsync(
            guard =>
            {
                guard.Watch(late.Task);
                return Task.CompletedTask;
            },
            Ct
        );

        late.SetException(new GateException("late"));

        Assert.IsType<RunEnding.Completed>(ending);
    }

    public static TheoryData<Exception, string> Failures =>
        new()
        {
            { new GateException("no probe"), "no probe" },
            { new IOException("disk full"), "disk full" },
            { new HttpRequestException("Connection refused"), "The cluster does not answer: Connection refused" },
            { Refusal("etcd is gone"), "The cluster refused a request: etcd is gone" },
        };

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task What_the_gate_cannot_do_is_a_failure_in_words(Exception thrown, string why) =>
        Assert.Equal(new RunEnding.Failed(why), await RunEnding.OfAsync(_ => Task.FromException(thrown), Ct));

    [Fact]
    public async Task A_mistake_of_the_program_is_not_taken_for_an_ending() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            RunEnding.OfAsync(_ => Task.FromException(new InvalidOperationException("a bug")), Ct)
        );

    public static TheoryData<string, Verdict, Conclusion, int, int> ExitTable =>
        new()
        {
            { "completed", Verdict.Pass, Conclusion.Success, 0, ExitCodes.Pass },
            { "completed", Verdict.Inconclusive, Conclusion.Warning, 0, ExitCodes.Pass },
            { "completed", Verdict.Regression, Conclusion.Failure, 0, ExitCodes.Failed },
            { "completed", Verdict.Inconclusive, Conclusion.Failure, 0, ExitCodes.Inconclusive },
            { "completed", Verdict.Pass, Conclusion.Failure, 0, ExitCodes.Failed },
            { "completed", Verdict.Pass, Conclusion.Success, 1, ExitCodes.Error },
            { "failed", Verdict.Inconclusive, Conclusion.Failure, 0, ExitCodes.Error },
            { "failed", Verdict.Regression, Conclusion.Failure, 0, ExitCodes.Error },
            { "aborted", Verdict.Inconclusive, Conclusion.Failure, 0, ExitCodes.Aborted },
            { "aborted", Verdict.Regression, Conclusion.Failure, 0, ExitCodes.Failed },
            { "aborted", Verdict.Regression, Conclusion.Failure, 1, ExitCodes.Error },
            { "cancelled", Verdict.Inconclusive, Conclusion.Failure, 0, ExitCodes.Cancelled },
            { "cancelled", Verdict.Regression, Conclusion.Failure, 0, ExitCodes.Cancelled },
            { "cancelled", Verdict.Inconclusive, Conclusion.Failure, 1, ExitCodes.Error },
        };

    [Theory]
    [MemberData(nameof(ExitTable))]
    public void Each_ending_has_its_exit_code(string ending, Verdict verdict, Conclusion conclusion, int left, int code)
    {
        var result = SampleRuns.Pass with
        {
            Verdict = verdict,
            Conclusion = conclusion,
            CleanUp = new CleanUp(1, 1 - left, [.. Enumerable.Repeat("a node", left)]),
        };

        Assert.Equal(code, new RunOutcome(result, Ending(ending)).ExitCode);
    }

    [Fact]
    public void Exit_codes_are_what_the_pipelines_rely_on() =>
        Assert.Equal(
            [0, 1, 2, 3, 4, 5, 130],
            new[]
            {
                ExitCodes.Pass,
                ExitCodes.Failed,
                ExitCodes.Invalid,
                ExitCodes.Error,
                ExitCodes.Inconclusive,
                ExitCodes.Aborted,
                ExitCodes.Cancelled,
            }
        );

    private static RunEnding Ending(string ending) =>
        ending switch
        {
            "completed" => new RunEnding.Completed(),
            "cancelled" => new RunEnding.Cancelled(),
            "aborted" => new RunEnding.Aborted("why"),
            _ => new RunEnding.Failed("why"),
        };

    private static HttpOperationException Refusal(string message)
    {
        using var response = new HttpResponseMessage(HttpStatusCode.InternalServerError);
        return new HttpOperationException
        {
            Response = new HttpResponseMessageWrapper(response, $$"""{"message":"{{message}}"}"""),
        };
    }
}
