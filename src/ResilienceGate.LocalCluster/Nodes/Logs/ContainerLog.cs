using System.Runtime.CompilerServices;
using System.Text;

namespace ResilienceGate.LocalCluster.Nodes.Logs;

/// <summary>The log file of one run of a container; it can be read, and followed, while it is being written.</summary>
internal sealed class ContainerLog(string path, TimeProvider clock) : IDisposable
{
    // Longer than the longest entry, so that each piece of the file that is read holds a whole one.
    private const int ReadSize = 64 * 1024;

    private readonly Lock _gate = new();
    private readonly FileStream _file = new(
        path,
        FileMode.Create,
        FileAccess.Write,
        FileShare.Read | FileShare.Delete,
        bufferSize: 0
    );

    private TaskCompletionSource _changed = NewSignal();
    private long _length;
    private bool _complete;

    public void Append(LogStream stream, string text, bool endsLine)
    {
        lock (_gate)
        {
            if (_complete)
                return;
            var entry = new LogEntry
            {
                Time = clock.GetUtcNow(),
                Stream = stream,
                EndsLine = endsLine,
                Text = text,
            };
            var line = Encoding.UTF8.GetBytes(entry.ToLine());
            _file.Write(line);
            _length += line.Length;
        }

        Announce();
    }

    /// <summary>Nothing more will come: followers end. What was written can still be read.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _complete = true;
            _file.Dispose();
        }

        Announce();
    }

    /// <summary>The entries so far and, when following, those to come until the container ends.</summary>
    public async IAsyncEnumerable<LogEntry> ReadAsync(bool follow, [EnumeratorCancellation] CancellationToken ct)
    {
        using var handle = File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete);
        var buffer = new byte[ReadSize];
        long offset = 0;
        while (true)
        {
            var (end, next, last) = Observe();
            while (offset < end)
            {
                var wanted = (int)Math.Min(buffer.Length, end - offset);
                var read = await RandomAccess.ReadAsync(handle, buffer.AsMemory(0, wanted), offset, ct);
                var lines = buffer.AsSpan(0, read).LastIndexOf((byte)'\n');
                if (lines < 0)
                    yield break;
                foreach (var line in Encoding.UTF8.GetString(buffer, 0, lines).Split('\n'))
                    yield return LogEntry.Parse(line);
                offset += lines + 1;
            }

            if (last || !follow)
                yield break;
            await next.WaitAsync(ct);
        }
    }

    private (long End, Task Next, bool Last) Observe()
    {
        lock (_gate)
            return (_length, _changed.Task, _complete);
    }

    private void Announce()
    {
        TaskCompletionSource announced;
        lock (_gate)
        {
            announced = _changed;
            _changed = NewSignal();
        }

        announced.TrySetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
