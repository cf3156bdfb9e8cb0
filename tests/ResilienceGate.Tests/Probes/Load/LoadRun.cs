using System.Text.Json;
using HdrHistogram;
using HdrHistogram.Utilities;
using Microsoft.Extensions.Time.Testing;
using ResilienceGate.Agents;
using ResilienceGate.Core.Consistency;
using ResilienceGate.Probes;
using ResilienceGate.Probes.Load;

namespace ResilienceGate.Tests.Probes.Load;

/// <summary>A whole load on a fake clock.</summary>
internal sealed record LoadRun
{
    public required double Rate { get; init; }

    public required TimeSpan Deadline { get; init; }

    public required TimeSpan Length { get; init; }

    public TimeSpan FrozenAt { get; init; } = TimeSpan.MaxValue;

    public TimeSpan FrozenFor { get; init; }

    public async Task<IReadOnlyList<ProbeRecord.Interval>> RunAsync(
        Func<TimeSpan, (TimeSpan Takes, Outcome Outcome)> answer
    )
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var clock = new ProbeClock(time);
        using var supervisor = new Supervisor();
        using var output = new MemoryStream();
        await using (var records = new RecordWriter(output, clock))
        {
            await new LoadGenerator(
                new ScriptedClient(time, answer),
                [new PreparedRequest("a", ReadOnlyMemory<byte>.Empty, Expected: null)],
                new LoadProfile
                {
                    Rate = Rate,
                    Deadline = Deadline,
                    Seed = 1,
                },
                new AnswerJudge(new Oracle.Exact()),
                records,
                clock,
                new SteppedSleep(time, Length, Deadline + TimeSpan.FromSeconds(1))
                {
                    JumpAt = FrozenAt,
                    Jump = FrozenFor,
                },
                supervisor
            ).RunAsync(CancellationToken.None, TestContext.Current.CancellationToken);
        }

        await supervisor.ThrowIfFailedAsync();
        return [.. Records(output.ToArray()).Cast<ProbeRecord.Interval>()];
    }

    public static IEnumerable<ProbeRecord> Records(byte[] output)
    {
        using var lines = new StreamReader(new MemoryStream(output));
        while (lines.ReadLine() is { } line)
            yield return JsonSerializer.Deserialize(line, AgentJson.Default.ProbeRecord)
                ?? throw new InvalidDataException(line);
    }

    public static HistogramBase Latencies(IEnumerable<ProbeRecord.Interval> intervals)
    {
        var all = new LongHistogram(1, 60_000_000, 3);
        foreach (var interval in intervals)
        {
            var bytes = ByteBuffer.Allocate(Convert.FromBase64String(interval.Latencies));
            all.Add(HistogramEncoding.DecodeFromCompressedByteBuffer(bytes, 0));
        }

        return all;
    }
}
