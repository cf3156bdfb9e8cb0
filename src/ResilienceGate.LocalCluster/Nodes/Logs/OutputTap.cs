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

    /// <summary>The output from now on; ends with the container. Disposing detaches.</summary>
    public Stream Attach()
    {
        var pipe = new Pipe(Unlimited);
        lock (_gate)
        {
            if (_ended)
                pipe.Writer.Complete();
            else
                _attached.Add(pipe);
        }

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
}
