using System.Text;
using ResilienceGate.Agents.Faults;
using ResilienceGate.LocalCluster.Api;

namespace ResilienceGate.Tests.Faults.PodAgents;

/// <summary>An exec of <c>agent fault</c>: its output is the answer of the agent.</summary>
internal sealed class SaidWord : IExecutedCommand
{
    private readonly Task<FaultRecord?> _answer;

    public SaidWord(Task<FaultRecord?> answer)
    {
        _answer = answer;
        StandardOutput = new AnswerStream(answer);
        Exited = ExitAsync();
    }

    public Task<int> Exited { get; }

    public Stream? StandardInput => null;

    public Stream StandardOutput { get; }

    public Stream StandardError { get; } = new MemoryStream();

    public void Resize(TerminalSize size) { }

    public ValueTask EndInputAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<int> ExitAsync() => await _answer is FaultRecord.On or FaultRecord.Off ? 0 : 1;

    /// <summary>The line of the answer, once it is there.</summary>
    private sealed class AnswerStream(Task<FaultRecord?> answer) : Stream
    {
        private bool _isRead;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override async ValueTask<int> ReadAsync(
            Memory<byte> buffer,
            CancellationToken cancellationToken = default
        )
        {
            if (await answer is not { } record || _isRead)
                return 0;
            _isRead = true;
            return Encoding.UTF8.GetBytes(FaultLog.Line(record) + "\n", buffer.Span);
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
