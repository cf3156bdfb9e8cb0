using System.Buffers;
using System.IO.Pipelines;
using System.Text;

namespace ResilienceGate.LocalCluster.Nodes.Logs;

/// <summary>Cuts what a process writes into the lines of its log.</summary>
internal static class LogPump
{
    // The CRI's limit of an entry.
    private const int MaxEntry = 16 * 1024;

    /// <summary>Runs until the stream ends, or until nobody wants to wait for that any more.</summary>
    public static async Task RunAsync(Stream source, ContainerLog log, LogStream stream, CancellationToken ct)
    {
        var reader = PipeReader.Create(source);
        try
        {
            while (true)
            {
                var result = await reader.ReadAsync(ct);
                var rest = AppendLines(result.Buffer, log, stream);
                if (result.IsCompleted)
                {
                    if (!rest.IsEmpty)
                        log.Append(stream, Encoding.UTF8.GetString(rest), endsLine: false);
                    return;
                }

                reader.AdvanceTo(rest.Start, result.Buffer.End);
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return;
        }
        finally
        {
            await reader.CompleteAsync();
        }
    }

    private static ReadOnlySequence<byte> AppendLines(ReadOnlySequence<byte> buffer, ContainerLog log, LogStream stream)
    {
        while (true)
        {
            if (buffer.PositionOf((byte)'\n') is { } end && buffer.Slice(0, end).Length <= MaxEntry)
            {
                log.Append(stream, Encoding.UTF8.GetString(buffer.Slice(0, end)), endsLine: true);
                buffer = buffer.Slice(buffer.GetPosition(1, end));
            }
            else if (buffer.Length > MaxEntry)
            {
                log.Append(stream, Encoding.UTF8.GetString(buffer.Slice(0, MaxEntry)), endsLine: false);
                buffer = buffer.Slice(MaxEntry);
            }
            else
            {
                return buffer;
            }
        }
    }
}
