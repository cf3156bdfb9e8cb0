using System.Text.Json.Serialization;
using ResilienceGate.Core.Consistency;

namespace ResilienceGate.Agents;

/// <summary>
/// What the probe reports, one compact JSON line each, on its standard output. Numbered from 1 without gaps, so that a
/// reader whose log stream broke can read the log again and go on where it was.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "is")]
[JsonDerivedType(typeof(Hello), "hello")]
[JsonDerivedType(typeof(Pong), "pong")]
[JsonDerivedType(typeof(Interval), "interval")]
[JsonDerivedType(typeof(FirstAnswer), "first-answer")]
[JsonDerivedType(typeof(CensusTaken), "census")]
[JsonDerivedType(typeof(Ignored), "ignored")]
[JsonDerivedType(typeof(Bye), "bye")]
internal abstract record ProbeRecord
{
    private ProbeRecord() { }

    public required long Number { get; init; }

    /// <summary>When it was written, on the probe's clock.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The configuration was read; commands are awaited.</summary>
    public sealed record Hello(string Version) : ProbeRecord;

    public sealed record Pong(int Id) : ProbeRecord;

    /// <summary>One second of traffic by intended send time, written when all of its requests are settled.</summary>
    public sealed record Interval : ProbeRecord
    {
        /// <summary>Start of the second, on the probe's clock.</summary>
        public required DateTimeOffset Start { get; init; }

        /// <summary>Ten slices of 100 ms: requests due.</summary>
        public required IReadOnlyList<int> Sent { get; init; }

        /// <summary>Ten slices of 100 ms: of these, right and in time.</summary>
        public required IReadOnlyList<int> Good { get; init; }

        public required IReadOnlyDictionary<Outcome, int> Outcomes { get; init; }

        /// <summary>Latencies in microseconds of the requests that were answered, and the deadline of each timeout: HdrHistogram V2, compressed, base64.</summary>
        public required string Latencies { get; init; }

        /// <summary>Null where no answer came in pieces.</summary>
        public StreamRecord? Streams { get; init; }

        /// <summary>The latest that a request went out after its intended time.</summary>
        public required TimeSpan Lateness { get; init; }
    }

    /// <summary>A replica gave its first right answer by its own address.</summary>
    public sealed record FirstAnswer(string Uid, DateTimeOffset When) : ProbeRecord;

    public sealed record CensusTaken(int Id, IReadOnlyList<ReplicaState> Replicas) : ProbeRecord;

    /// <summary>A line that is no command, or a command that cannot be obeyed, and why.</summary>
    public sealed record Ignored(string Reason) : ProbeRecord;

    /// <summary>The probe ends: told to stop, the gate went silent, or an error that names its remedy.</summary>
    public sealed record Bye(string Reason) : ProbeRecord;
}
