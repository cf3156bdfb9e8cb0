using CsCheck;
using ResilienceGate.Agents;
using ResilienceGate.Core.Measurements;

namespace ResilienceGate.Tests.Probes.Load;

public sealed class LoadGeneratorTests
{
    /// <summary>HdrHistogram keeps three significant digits.</summary>
    private const double HistogramError = 1e-3;

    private static readonly int[] Quantiles = [50, 90, 95, 99, 100];

    private static readonly TimeSpan Quick = TimeSpan.FromMilliseconds(5);

    private static readonly LoadRun Run = new()
    {
        Rate = 100,
        Deadline = TimeSpan.FromSeconds(5),
        Length = TimeSpan.FromSeconds(8),
    };

    [Fact]
    public async Task Every_request_that_is_due_is_counted_in_its_slice_of_its_second()
    {
        var intervals = await Run.RunAsync(_ => (Quick, Outcome.Good));

        Assert.Equal(8, intervals.Count);
        Assert.All(intervals, interval => Assert.Equal(Enumerable.Repeat(10, 10), interval.Sent));
        Assert.All(intervals, interval => Assert.Equal(interval.Sent, interval.Good));
        Assert.All(intervals, interval => Assert.Equal([new(Outcome.Good, 100)], interval.Outcomes));
        Assert.All(intervals, interval => Assert.Equal(TimeSpan.Zero, interval.Lateness));
        Assert.All(
            intervals.Zip(intervals.Skip(1)),
            pair => Assert.Equal(TimeSpan.FromSeconds(1), pair.Second.Start - pair.First.Start)
        );
    }

    [Theory]
    [InlineData(3000, 6000)]
    [InlineData(7, 14)]
    [InlineData(0.5, 1)]
    [InlineData(33.3, 67)]
    public async Task The_rate_is_kept_whatever_it_is(double rate, int due)
    {
        var intervals = await (Run with { Rate = rate, Length = TimeSpan.FromSeconds(2) }).RunAsync(_ =>
            (Quick, Outcome.Good)
        );

        Assert.Equal(due, intervals.Sum(interval => interval.Sent.Sum()));
        Assert.Equal(due, intervals.Sum(interval => interval.Outcomes[Outcome.Good]));
    }

    [Fact]
    public async Task A_stall_shows_in_full_in_every_request_that_was_due_in_it()
    {
        var stalls = TimeSpan.FromSeconds(3);
        var goesOn = TimeSpan.FromSeconds(5);

        var intervals = await Run.RunAsync(at => (at >= stalls && at < goesOn ? goesOn - at : Quick, Outcome.Good));

        // 200 requests were due while nothing was answered, and waited 2.00, 1.99, 1.98 ... 0.01 s. A client that waits
        // for each answer before it sends the next request would have seen one slow answer.
        var stalled = LoadRun.Latencies(intervals.Skip(3).Take(2));
        Assert.Equal(200, stalled.TotalCount);
        AssertClose(2_000_000, stalled.GetValueAtPercentile(100));
        AssertClose(1_980_000, stalled.GetValueAtPercentile(99));
        AssertClose(1_000_000, stalled.GetValueAtPercentile(50));
        AssertClose(10_000, stalled.GetValueAtPercentile(0.5));
        AssertClose(5_000, LoadRun.Latencies(intervals.Take(3)).GetValueAtPercentile(100));
        AssertClose(5_000, LoadRun.Latencies(intervals.Skip(5)).GetValueAtPercentile(100));
    }

    [Fact]
    public async Task Known_latencies_in_are_known_latencies_out() =>
        await Gen.Int[1, 4000]
            .Array[400]
            .SampleAsync(
                async milliseconds =>
                {
                    var latencies = new Queue<int>(milliseconds);
                    var intervals = await (Run with { Length = TimeSpan.FromSeconds(4) }).RunAsync(_ =>
                        (TimeSpan.FromMilliseconds(latencies.Dequeue()), Outcome.Good)
                    );

                    var reported = LoadRun.Latencies(intervals);
                    var sorted = milliseconds.Order().ToList();
                    foreach (var quantile in Quantiles)
                        AssertClose(
                            1000.0 * sorted[(int)Math.Ceiling(quantile / 100.0 * sorted.Count) - 1],
                            reported.GetValueAtPercentile(quantile)
                        );
                },
                iter: 5
            );

    [Fact]
    public async Task No_answer_until_the_deadline_is_a_timeout_that_counts_with_the_deadline()
    {
        var run = Run with { Deadline = TimeSpan.FromSeconds(1) };

        var intervals = await run.RunAsync(at =>
            (at < TimeSpan.FromSeconds(2) ? TimeSpan.FromMinutes(1) : Quick, Outcome.Good)
        );

        Assert.All(intervals.Take(2), interval => Assert.Equal([new(Outcome.Timeout, 100)], interval.Outcomes));
        Assert.All(intervals.Take(2), interval => Assert.Equal(0, interval.Good.Sum()));
        Assert.All(intervals.Skip(2), interval => Assert.Equal([new(Outcome.Good, 100)], interval.Outcomes));
        AssertClose(1_000_000, LoadRun.Latencies(intervals.Take(2)).GetValueAtPercentile(1));
        Assert.Equal(800, LoadRun.Latencies(intervals).TotalCount);
    }

    [Fact]
    public async Task An_error_that_comes_quickly_is_no_quick_answer()
    {
        var intervals = await Run.RunAsync(_ => (TimeSpan.FromMilliseconds(1), Outcome.ServerError));

        Assert.All(intervals, interval => Assert.Equal([new(Outcome.ServerError, 100)], interval.Outcomes));
        Assert.Equal(0, LoadRun.Latencies(intervals).TotalCount);
        Assert.All(
            intervals,
            interval => Assert.True(new Bin(interval.Start, interval.Sent[0], interval.Good[0]).IsBad)
        );
    }

    [Fact]
    public async Task What_a_frozen_probe_could_not_send_in_time_is_shed_and_shows_as_late()
    {
        var run = Run with
        {
            Deadline = TimeSpan.FromSeconds(1),
            FrozenAt = TimeSpan.FromSeconds(2),
            FrozenFor = TimeSpan.FromSeconds(3),
        };

        var intervals = await run.RunAsync(_ => (Quick, Outcome.Good));

        Assert.Equal(800, intervals.Sum(interval => interval.Sent.Sum()));
        // Due in the first two of the three seconds, they were past their deadline when the probe went on; the one that was
        // due exactly a deadline ago is the last.
        Assert.Equal(201, intervals.Sum(interval => interval.Outcomes.GetValueOrDefault(Outcome.Shed)));
        Assert.Equal(599, intervals.Sum(interval => interval.Outcomes.GetValueOrDefault(Outcome.Good)));
        Assert.Equal(TimeSpan.FromSeconds(3), intervals.Max(interval => interval.Lateness));
        Assert.Equal(TimeSpan.Zero, intervals[^1].Lateness);
    }

    private static void AssertClose(double expected, double actual) =>
        Assert.True(
            Math.Abs(actual - expected) <= (HistogramError * expected) + 1,
            $"{actual} microseconds where {expected} were due"
        );
}
