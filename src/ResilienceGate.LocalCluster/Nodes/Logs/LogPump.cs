using System.Buffers;
using System.IO.Pipelines;
using System.Text;

namespace ResilienceGate.LocalCluster.Nodes.Logs;

/// <summary>Cuts what a process writes to one stream into the lines of its log, and passes it on to the tap.</summary>
internal sealed class LogPump(ContainerLog log, LogStream stream, OutputTap tap)
{
    // The CRI's limit of an entry.
    private const int MaxEntry = 16 * 1024;

    /// <summary>Runs until the stream ends, or until nobody wants to wait for that any more.</summary>
    public async Task RunAsync(Stream source, CancellationToken ct)
    {
        var reader = PipeReader.Create(source);
        long seen = 0;
        try
        {
            while (true)
            {
                var result = await reader.ReadAsync(ct);
                tap.Write(result.Buffer.Slice(seen));
                var rest = AppendLines(result.Buffer);
                if (result.IsCompleted)
                {
                    if (!rest.IsEmpty)
                        log.Append(stream, Encoding.UTF8.GetString(rest), endsLine: false);
                    return;
                }

                seen = rest.Length;
                reader.AdvanceTo(rest.Start, result.Buffer.End);
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return;
        }
        finally
        {
            tap.End();
            await reader.CompleteAsync();
        }
    }

    private ReadOnlySequence<byte> AppendLines(ReadOnlySequence<byte> buffer)
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
