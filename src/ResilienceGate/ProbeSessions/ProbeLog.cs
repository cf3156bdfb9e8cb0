using ResilienceGate.Agents;
using ResilienceGate.Clusters;
using ResilienceGate.Core.Measurements;

namespace ResilienceGate.ProbeSessions;

/// <summary>What the probe has reported so far, on the gate's clock.</summary>
internal sealed class ProbeLog
{
    private readonly Lock _lock = new();
    private readonly List<Second> _seconds = [];
    private readonly Dictionary<string, DateTimeOffset> _firstAnswers = new(StringComparer.Ordinal);
    private readonly Pulse _changed = new();

    /// <summary>Completes when something more was reported.</summary>
    public Task Changed => _changed.Next;

    /// <summary>Everything before this time is known; null before the first report.</summary>
    public DateTimeOffset? KnownUntil
    {
        get
        {
            lock (_lock)
                return _seconds.Count == 0 ? null : _seconds[^1].End;
        }
    }

    /// <summary>How well the load was kept up.</summary>
    public Load Load { get; private set; } = Load.None;

    public void Add(ProbeRecord.Interval interval, ClockOffset clock)
    {
        var second = Second.Of(interval, clock);
        lock (_lock)
        {
            _seconds.Add(second);
            Load = Load.WithSecond(interval.Sent.Sum(), second.Count(Outcome.Shed), interval.Lateness);
        }
        _changed.Beat();
    }

    public void Add(ProbeRecord.FirstAnswer answer, ClockOffset clock)
    {
        lock (_lock)
            _firstAnswers.TryAdd(answer.Uid, clock.ToGate(answer.When));
        _changed.Beat();
    }

    /// <summary>When a replica first answered rightly by its own address.</summary>
    public DateTimeOffset? FirstAnswer(string uid)
    {
        lock (_lock)
            return _firstAnswers.TryGetValue(uid, out var when) ? when : null;
    }

    public IReadOnlyList<Bin> Bins(DateTimeOffset from, DateTimeOffset to)
    {
        lock (_lock)
            return
            [
                .. Overlapping(from, to).SelectMany(s => s.Bins).Where(b => b.Start + Bin.Width > from && b.Start < to),
            ];
    }

    /// <summary>The traffic of a window: bins to 100 ms, latencies and outcomes by the seconds that lie mostly in it.</summary>
    public WindowTraffic Traffic(DateTimeOffset from, DateTimeOffset to)
    {
        var bins = Bins(from, to);
        lock (_lock)
        {
            var seconds = Overlapping(from - Second.Half, to - Second.Half)
                .Where(s => s.Start >= from - Second.Half)
                .ToList();
            return new WindowTraffic(
                bins.Sum(b => (long)b.Sent),
                bins.Sum(b => (long)b.Good),
                seconds.Sum(s => (long)s.Count(Outcome.Wrong)),
                LatencySummary.Of(seconds.Select(s => LatencyCodec.Decode(s.Latencies))),
                Trouble(seconds)
            );
        }
    }

    /// <summary>Everything that was reported, second by second.</summary>
    /// <param name="start">Of the run.</param>
    public IReadOnlyList<TrafficSecond> Timeline(DateTimeOffset start)
    {
        lock (_lock)
            return [.. _seconds.Select(s => s.Told(start))];
    }

    private static Outcome? Trouble(IEnumerable<Second> seconds) =>
        seconds
            .SelectMany(s => s.Outcomes)
            .Where(o => o.Key is not Outcome.Good)
            .GroupBy(o => o.Key, o => o.Value)
            .MaxBy(o => o.Sum())
            ?.Key;

    private IEnumerable<Second> Overlapping(DateTimeOffset from, DateTimeOffset to) =>
        _seconds.Where(s => s.End > from && s.Start < to);

    /// <param name="Latencies">
    /// Encoded as they came: a histogram is a hundred kilobytes when it is decoded, and a run has thousands of seconds.
    /// </param>
    private sealed record Second(
        DateTimeOffset Start,
        IReadOnlyList<Bin> Bins,
        IReadOnlyDictionary<Outcome, int> Outcomes,
        string Latencies
    )
    {
        public static readonly TimeSpan Half = TimeSpan.FromMilliseconds(500);

        public DateTimeOffset End => Start + (2 * Half);

        public int Count(Outcome outcome) => Outcomes.TryGetValue(outcome, out var count) ? count : 0;

        public TrafficSecond Told(DateTimeOffset start)
        {
            var latency = LatencySummary.Of([LatencyCodec.Decode(Latencies)]);
            return new TrafficSecond(
                Start - start,
                Bins.Sum(b => (long)b.Sent),
                Bins.Sum(b => (long)b.Good),
                Count(Outcome.Wrong),
                latency?.P50,
                latency?.P99
            );
        }

        public static Second Of(ProbeRecord.Interval interval, ClockOffset clock)
        {
            var start = clock.ToGate(interval.Start);
            return new Second(
                start,
                [.. interval.Sent.Select((sent, i) => new Bin(start + (i * Bin.Width), sent, interval.Good[i]))],
                interval.Outcomes,
                interval.Latencies
            );
        }
    }
}
