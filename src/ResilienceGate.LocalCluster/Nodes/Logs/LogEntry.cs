using System.Globalization;

namespace ResilienceGate.LocalCluster.Nodes.Logs;

/// <summary>One line of a container's output, or a part of a line that is longer than an entry may be.</summary>
internal sealed record LogEntry
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fffffff'00Z'";

    public required DateTimeOffset Time { get; init; }
    public required LogStream Stream { get; init; }

    /// <summary>False when the line goes on in the next entry of the same stream.</summary>
    public required bool EndsLine { get; init; }

    public required string Text { get; init; }

    /// <summary>The time as <c>kubectl logs --timestamps</c> shows it.</summary>
    public string Timestamp => Time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    /// <summary>The line of the log file, in the CRI's format: time, stream, F (full) or P (partial), text.</summary>
    public string ToLine() =>
        $"{Timestamp} {(Stream is LogStream.Stdout ? "stdout" : "stderr")} {(EndsLine ? 'F' : 'P')} {Text}\n";

    public static LogEntry Parse(string line)
    {
        var fields = line.Split(' ', 4);
        return new LogEntry
        {
            Time = DateTimeOffset.ParseExact(
                fields[0],
                TimeFormat,
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal
            ),
            Stream = fields[1] is "stdout" ? LogStream.Stdout : LogStream.Stderr,
            EndsLine = fields[2] is "F",
            Text = fields[3],
        };
    }
}
