using System.Text.Encodings.Web;
using System.Text.Json;

namespace ResilienceGate.Agents.Faults;

/// <summary>Writes records as lines, and reads them.</summary>
internal sealed class FaultLog(Stream output, TimeProvider time)
{
    // No page embeds these lines: quotation marks in a sentence stay readable.
    private static readonly AgentJson Json = new(
        new JsonSerializerOptions(AgentJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }
    );

    private readonly Lock _lock = new();

    /// <param name="record">Makes the record from the time at which it is written.</param>
    /// <returns>The record.</returns>
    public FaultRecord Write(Func<DateTimeOffset, FaultRecord> record)
    {
        var written = record(time.GetUtcNow());
        lock (_lock)
        {
            output.Write([.. JsonSerializer.SerializeToUtf8Bytes(written, Json.FaultRecord), (byte)'\n']);
            output.Flush();
        }
        return written;
    }

    public static string Line(FaultRecord record) => JsonSerializer.Serialize(record, Json.FaultRecord);

    /// <summary>Null for a line that is no record, such as one that the runtime has written, or half of one.</summary>
    public static FaultRecord? Read(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, AgentJson.Default.FaultRecord);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            return null;
        }
    }
}
