using CsCheck;
using ResilienceGate.Agents;
using ResilienceGate.Core.Measurements;
using ResilienceGate.ProbeSessions;

namespace ResilienceGate.Tests.ProbeSessions;

public sealed class ProbeLogTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly ClockOffset InStep = new(TimeSpan.Zero, TimeSpan.Zero);

    [Fact]
    public void The_traffic_of_a_window_is_the_sum_of_its_bins() =>
        Gen.Select(
                Gen.Int[0, 20].Array[10].Array[1, 8],
                Gen.Int[-1000, 9000],
                Gen.Int[0, 9000],
                Gen.Double[-5000, 5000]
            )
            .Sample(
                (seconds, from, length, offset) =>
                {
                    var clock = new ClockOffset(TimeSpan.FromMilliseconds(offset), TimeSpan.Zero);
                    var log = new ProbeLog();
                    foreach (var (i, sent) in seconds.Index())
                    {
                        int[] good = [.. sent.Select(n => n / 2)];
                        log.Add(Seconds.Of(Start.AddSeconds(i) + clock.Offset, sent, good), clock);
                    }
                    var begin = Start.AddMilliseconds(from);
                    var end = begin.AddMilliseconds(length);

                    var traffic = log.Traffic(begin, end);

                    var within = seconds
                        .SelectMany(s => s)
                        .Select((sent, i) => (Sent: sent, At: Start.AddMilliseconds(100 * i)))
                        .Where(b => b.At.AddMilliseconds(100) > begin && b.At < end)
                        .ToList();
                    Assert.Equal(within.Sum(b => (long)b.Sent), traffic.Sent);
                    Assert.Equal(within.Sum(b => (long)(b.Sent / 2)), traffic.Good);
                    Assert.Equal(within.Select(b => b.At), log.Bins(begin, end).Select(b => b.Start));
                }
            );

    [Fact]
    public void Windows_side_by_side_count_every_second_once() =>
        Gen.Select(Gen.Int[1, 8], Gen.Int[0, 8000])
            .Sample(
                (count, split) =>
                {
                    var log = new ProbeLog();
                    for (var i = 0; i < count; i++)
                        log.Add(
                            Seconds.Of(
                                Start.AddSeconds(i),
                                Seconds.Full,
                                Seconds.Full,
                                new Dictionary<Outcome, int> { [Outcome.Wrong] = 1 }
                            ),
                            InStep
                        );
                    var middle = Start.AddMilliseconds(split);

                    Assert.Equal(
                        count,
                        log.Traffic(Start.AddSeconds(-1), middle).Wrong
                            + log.Traffic(middle, Start.AddSeconds(10)).Wrong
                    );
                }
            );

    [Fact]
    public void Everything_is_told_on_the_gates_clock()
    {
        var ahead = new ClockOffset(TimeSpan.FromSeconds(3), TimeSpan.FromMilliseconds(1));
        var log = new ProbeLog();

        log.Add(Seconds.Of(Start.AddSeconds(3), good: true), ahead);
        log.Add(Answer("uid", Start.AddSeconds(4)), ahead);

        Assert.Equal(Start.AddSeconds(1), log.KnownUntil);
        Assert.Equal(Start, log.Bins(Start, Start.AddSeconds(1))[0].Start);
        Assert.Equal(Start.AddSeconds(1), log.FirstAnswer("uid"));
    }

    [Fact]
    public void The_first_answer_of_a_replica_is_the_first()
    {
        var log = new ProbeLog();

        log.Add(Answer("uid", Start), InStep);
        log.Add(Answer("uid", Start.AddSeconds(1)), InStep);

        Assert.Equal(Start, log.FirstAnswer("uid"));
        Assert.Null(log.FirstAnswer("other"));
    }

    [Fact]
    public void Latencies_of_several_seconds_are_merged_and_not_averaged()
    {
        var log = new ProbeLog();
        log.Add(Seconds.Of(Start, Seconds.Full, Seconds.Full, null, [.. Enumerable.Repeat(1000L, 98)]), InStep);
        log.Add(Seconds.Of(Start.AddSeconds(1), Seconds.Full, Seconds.Full, null, 500_000, 900_000), InStep);

        var latency = log.Traffic(Start, Start.AddSeconds(2)).Latency;

        Assert.NotNull(latency);
        Assert.Equal(1, latency.P50.TotalMilliseconds, tolerance: 0.01);
        Assert.Equal(500, latency.P99.TotalMilliseconds, tolerance: 1);
        Assert.Equal(900, latency.Max.TotalMilliseconds, tolerance: 1);
    }

    [Fact]
    public void A_second_of_a_long_run_takes_little_room()
    {
        var log = new ProbeLog();
        var second = Seconds.Of(
            Start,
            Seconds.Full,
            Seconds.Full,
            null,
            [.. Enumerable.Range(1, 50).Select(i => 1000L * i)]
        );
        log.Add(second, InStep);

        var before = GC.GetAllocatedBytesForCurrentThread();
        log.Add(second, InStep);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000);
    }

    [Fact]
    public void A_window_without_answers_has_no_latency()
    {
        var log = new ProbeLog();
        log.Add(Seconds.Of(Start, Seconds.Full, Seconds.Slices(0)), InStep);

        Assert.Equal(new WindowTraffic(100, 0, 0, null, null), log.Traffic(Start, Start.AddSeconds(1)));
        Assert.Equal(new WindowTraffic(0, 0, 0, null, null), log.Traffic(Start.AddSeconds(5), Start.AddSeconds(9)));
    }

    [Fact]
    public void What_most_of_the_trouble_was_is_told()
    {
        var log = new ProbeLog();
        foreach (var (reset, timeouts) in new[] { (3, 1), (0, 4) })
            log.Add(
                Seconds.Of(
                    Start,
                    Seconds.Full,
                    Seconds.Full,
                    new Dictionary<Outcome, int>
                    {
                        [Outcome.Good] = 90,
                        [Outcome.Reset] = reset,
                        [Outcome.Timeout] = timeouts,
                    }
                ),
                InStep
            );

        Assert.Equal(Outcome.Timeout, log.Traffic(Start, Start.AddSeconds(1)).Trouble);
    }

    [Fact]
    public async Task Whoever_waits_is_told_of_each_report()
    {
        var log = new ProbeLog();
        Assert.Null(log.KnownUntil);

        var changed = log.Changed;
        Assert.False(changed.IsCompleted);
        log.Add(Seconds.Of(Start, good: true), InStep);
        await changed;

        changed = log.Changed;
        Assert.False(changed.IsCompleted);
        log.Add(Answer("uid", Start), InStep);
        await changed;
    }

    [Fact]
    public void The_load_that_was_not_sent_is_counted()
    {
        var log = new ProbeLog();
        log.Add(
            Seconds.Of(Start, Seconds.Full, Seconds.Full, new Dictionary<Outcome, int> { [Outcome.Shed] = 7 }) with
            {
                Lateness = Load.LateAfter + TimeSpan.FromMilliseconds(1),
            },
            InStep
        );
        log.Add(Seconds.Of(Start.AddSeconds(1), good: true), InStep);

        Assert.Equal((200, 7, 2, 1), (log.Load.Due, log.Load.Shed, log.Load.Seconds, log.Load.LateSeconds));
    }

    [Fact]
    public void An_offset_is_wrong_by_half_of_the_way_there_and_back_at_most() =>
        Gen.Select(Gen.Int[-10_000, 10_000], Gen.Int[0, 500], Gen.Int[0, 500])
            .Sample(
                (truth, there, back) =>
                {
                    var asked = Start;
                    var answered = asked.AddMilliseconds(there + truth);
                    var received = asked.AddMilliseconds(there + back);

                    var offset = ClockOffset.Of(asked, answered, received);

                    Assert.True(
                        (offset.Offset - TimeSpan.FromMilliseconds(truth)).Duration()
                            <= offset.Error + TimeSpan.FromTicks(1)
                    );
                    Assert.Equal(TimeSpan.FromMilliseconds(there + back) / 2, offset.Error);
                    Assert.Equal(answered - offset.Offset, offset.ToGate(answered));
                }
            );

    private static ProbeRecord.FirstAnswer Answer(string uid, DateTimeOffset when) =>
        new(uid, when) { Number = 1, At = when };
}
