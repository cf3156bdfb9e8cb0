using HdrHistogram;
using ResilienceGate.Agents;
using ResilienceGate.Core.Measurements;

namespace ResilienceGate.Probes.Load;

/// <summary>
/// What became of the requests that were due in one second. Of constant size, and used again once it was reported.
/// </summary>
internal sealed class LoadInterval
{
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(1);

    private const int SignificantDigits = 3;

    private static readonly int Slices = (int)(Length / Bin.Width);

    private static readonly long MaxMicroseconds = (long)LoadProfile.MaxDeadline.TotalMicroseconds;

    private readonly Lock _gate = new();
    private readonly int[] _due = new int[Slices];
    private readonly int[] _good = new int[Slices];
    private readonly int[] _outcomes = new int[Enum.GetValues<Outcome>().Length];
    private readonly IntHistogram _latencies = new(1, MaxMicroseconds, SignificantDigits);

    // Histograms are large, and most protocols have no streams.
    private StreamInterval? _streams;
    private TaskCompletionSource _settled = new();
    private TimeSpan _lateness;
    private int _unsettled;

    /// <summary>Start of the second, from the start of the load.</summary>
    public TimeSpan Start { get; private set; }

    /// <summary>No more requests fall into it, and all that did are settled.</summary>
    public Task Settled => _settled.Task;

    /// <summary>Empties it for another second.</summary>
    public void Open(TimeSpan start)
    {
        Start = start;
        Array.Clear(_due);
        Array.Clear(_good);
        Array.Clear(_outcomes);
        _latencies.Reset();
        _streams?.Reset();
        _lateness = TimeSpan.Zero;
        _settled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        // One for the sender, until it closes the second.
        _unsettled = 1;
    }

    /// <summary>Counts a request that is due.</summary>
    /// <param name="at">From the start of the load.</param>
    /// <param name="late">It went out so long after that.</param>
    public void Begin(TimeSpan at, TimeSpan late)
    {
        lock (_gate)
        {
            _due[SliceOf(at)]++;
            _unsettled++;
            if (late > _lateness)
                _lateness = late;
        }
    }

    /// <param name="at">As in <see cref="Begin"/>.</param>
    /// <param name="latency">From then to the complete answer; the deadline for a timeout.</param>
    /// <param name="stream">When the answer's pieces came; null where it is not complete, or came in one.</param>
    public void Settle(TimeSpan at, Outcome outcome, TimeSpan latency, StreamTiming? stream)
    {
        lock (_gate)
        {
            _outcomes[(int)outcome]++;
            if (outcome is Outcome.Good)
                _good[SliceOf(at)]++;
            // An error that comes quickly is no quick answer; a timeout that is left out is a slow one forgotten.
            if (outcome is Outcome.Good or Outcome.Wrong or Outcome.Timeout)
                _latencies.RecordValue(Math.Clamp((long)latency.TotalMicroseconds, 1, MaxMicroseconds));
            if (stream is not null)
                (_streams ??= new StreamInterval()).Add(stream, latency);
            Leave();
        }
    }

    /// <summary>No more requests fall into this second.</summary>
    public void Close()
    {
        lock (_gate)
            Leave();
    }

    /// <summary>Takes down what was counted; the interval can be opened again then.</summary>
    /// <param name="origin">Start of the load on the probe's clock.</param>
    public Func<long, DateTimeOffset, ProbeRecord> Report(DateTimeOffset origin)
    {
        var start = origin + Start;
        int[] sent = [.. _due];
        int[] right = [.. _good];
        var counts = Enum.GetValues<Outcome>()
            .Where(outcome => _outcomes[(int)outcome] > 0)
            .ToDictionary(outcome => outcome, outcome => _outcomes[(int)outcome]);
        var histogram = HistogramCodec.Encode(_latencies);
        var streams = _streams?.Report();
        var latest = _lateness;
        return (number, at) =>
            new ProbeRecord.Interval
            {
                Number = number,
                At = at,
                Start = start,
                Sent = sent,
                Good = right,
                Outcomes = counts,
                Latencies = histogram,
                Streams = streams,
                Lateness = latest,
            };
    }

    private void Leave()
    {
        if (--_unsettled == 0)
            _settled.SetResult();
    }

    private int SliceOf(TimeSpan at) => (int)((at - Start) / Bin.Width);
}
