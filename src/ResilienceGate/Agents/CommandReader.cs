using System.Threading.Channels;

namespace ResilienceGate.Agents;

/// <summary>
/// Reads lines on a thread of its own: a read of standard input cannot be cancelled, and would hold a thread of the pool.
/// The end of the input is no command: the probe goes on until the silence that follows has lasted too long.
/// </summary>
internal sealed class CommandReader
{
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();

    public CommandReader(TextReader input) =>
        new Thread(() => ReadAll(input)) { IsBackground = true, Name = "probe commands" }.Start();

    public ValueTask<string> ReadLineAsync(CancellationToken ct) => _lines.Reader.ReadAsync(ct);

    private void ReadAll(TextReader input)
    {
        try
        {
            while (input.ReadLine() is { } line)
                _lines.Writer.TryWrite(line);
        }
        catch (IOException)
        {
            // The other end is gone; as above.
        }
    }
}
