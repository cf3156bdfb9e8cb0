using System.Text.Encodings.Web;
using System.Text.Json;
using System.Threading.Channels;

namespace ResilienceGate.Agents;

/// <summary>
/// Numbers the records and writes each as one line, in order. Whoever has something to report never waits for the reader
/// of the log.
/// </summary>
internal sealed class RecordWriter : IAsyncDisposable
{
    // No page embeds these lines: base64 and quotation marks stay as they are.
    private static readonly AgentJson Json = new(
        new JsonSerializerOptions(AgentJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }
    );

    private readonly Channel<Func<long, DateTimeOffset, ProbeRecord>> _queue = Channel.CreateUnbounded<
        Func<long, DateTimeOffset, ProbeRecord>
    >(new UnboundedChannelOptions { SingleReader = true });

    public RecordWriter(Stream output, ProbeClock clock) => Completion = WriteAllAsync(output, clock);

    /// <summary>Ends with the writer; fails when the output is closed.</summary>
    public Task Completion { get; }

    /// <param name="record">Makes the record from its number and the time at which it is written.</param>
    public void Write(Func<long, DateTimeOffset, ProbeRecord> record) => _queue.Writer.TryWrite(record);

    /// <summary>Returns when everything is written.</summary>
    /// <exception cref="IOException">The output is closed.</exception>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await Completion;
    }

    private async Task WriteAllAsync(Stream output, ProbeClock clock)
    {
        long number = 0;
        await foreach (var record in _queue.Reader.ReadAllAsync())
        {
            byte[] line =
            [
                .. JsonSerializer.SerializeToUtf8Bytes(record(++number, clock.Now), Json.ProbeRecord),
                (byte)'\n',
            ];
            await output.WriteAsync(line, CancellationToken.None);
            await output.FlushAsync(CancellationToken.None);
        }
    }
}
