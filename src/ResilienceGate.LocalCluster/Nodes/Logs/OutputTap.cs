using System.Buffers;
using System.IO.Pipelines;

namespace ResilienceGate.LocalCluster.Nodes.Logs;

/// <summary>Copies what a process writes to a stream, byte for byte as it comes, to everyone who is attached.</summary>
internal sealed class OutputTap
{
    // An attached client that does not read must not stop the container.
    private static readonly PipeOptions Unlimited = new(pauseWriterThreshold: 0, useSynchronizationContext: false);

    private readonly Lock _gate = new();
    private readonly List<Pipe> _attached = [];
    private bool _ended;

    /// <summary>The output from now on; it ends with the container, or when the reader is detached.</summary>
    public Stream Attach(CancellationToken detached)
    {
        var pipe = new Pipe(Unlimited);
        lock (_gate)
        {
            if (_ended)
                pipe.Writer.Complete();
            else
                _attached.Add(pipe);
        }

        detached.Register(() => Detach(pipe));
        return pipe.Reader.AsStream();
    }

    public void Write(ReadOnlySequence<byte> bytes)
    {
        lock (_gate)
        {
            foreach (var pipe in _attached)
            {
                foreach (var segment in bytes)
                    pipe.Writer.Write(segment.Span);
                // Completes at once: the pipe never asks the writer to wait.
                _ = pipe.Writer.FlushAsync(CancellationToken.None).AsTask();
            }
        }
    }

    public void End()
    {
        lock (_gate)
        {
            _ended = true;
            foreach (var pipe in _attached)
                pipe.Writer.Complete();
            _attached.Clear();
        }
    }

    private void Detach(Pipe pipe)
    {
        lock (_gate)
        {
            if (_attached.Remove(pipe))
                pipe.Writer.Complete();
        }
    }
}
