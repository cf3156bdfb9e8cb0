using Microsoft.Extensions.Time.Testing;
using ResilienceGate.Agents;
using ResilienceGate.Tests.Probes.Load;

namespace ResilienceGate.Tests.Agents;

public sealed class RecordWriterTests
{
    [Fact]
    public async Task Records_are_numbered_from_1_without_gaps_in_the_order_of_the_lines()
    {
        using var output = new MemoryStream();
        await using (var records = new RecordWriter(output, new ProbeClock(TimeProvider.System)))
        {
            Parallel.For(
                0,
                1000,
                i => records.Write((number, at) => new ProbeRecord.Pong(i) { Number = number, At = at })
            );
        }

        var written = LoadRun.Records(output.ToArray()).ToList();
        Assert.Equal(Enumerable.Range(1, 1000).Select(n => (long)n), written.Select(record => record.Number));
        Assert.Equal(1000, written.Cast<ProbeRecord.Pong>().Select(pong => pong.Id).Distinct().Count());
    }

    [Fact]
    public void No_correction_of_the_machines_clock_moves_the_times()
    {
        var time = new CorrectedClock();
        var clock = new ProbeClock(time);
        var start = clock.Now;

        time.Advance(TimeSpan.FromSeconds(5));
        time.Correction = TimeSpan.FromHours(-1);

        Assert.Equal(start + TimeSpan.FromSeconds(5), clock.Now);
        Assert.Equal(start, clock.At(0));
    }

    /// <summary>A clock whose time of day is set, while its timestamps go on.</summary>
    private sealed class CorrectedClock : TimeProvider
    {
        private readonly FakeTimeProvider _inner = new();
        private readonly long _start;

        public CorrectedClock() => _start = _inner.GetTimestamp();

        public TimeSpan Correction { get; set; }

        public override long TimestampFrequency => _inner.TimestampFrequency;

        public void Advance(TimeSpan span) => _inner.Advance(span);

        public override DateTimeOffset GetUtcNow() => _inner.GetUtcNow() + Correction;

        public override long GetTimestamp() => _inner.GetTimestamp() - _start;
    }
}
