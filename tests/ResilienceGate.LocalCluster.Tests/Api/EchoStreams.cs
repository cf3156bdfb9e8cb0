using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using ResilienceGate.LocalCluster.Api;

namespace ResilienceGate.LocalCluster.Tests.Api;

/// <summary>
/// Containers that say back what they are told, and end when their input does, and a command that ends with the code
/// it is given. A container by the name of <c>gone</c> does not run.
/// </summary>
internal sealed class EchoStreams : IContainerStreams
{
    public const string Log = "first\nsecond\n";

    public Task<Stream?> OpenLogAsync(ContainerReference container, LogOptions options, CancellationToken ct) =>
        Task.FromResult<Stream?>(
            options.Previous || !IsRunning(container) ? null : new MemoryStream(Encoding.UTF8.GetBytes(Log))
        );

    public bool IsRunning(ContainerReference container) => container.Container is not "gone";

    public Task<IContainerSession?> AttachAsync(ContainerReference container, CancellationToken ct) =>
        Task.FromResult<IContainerSession?>(new EchoSession(exitCode: 0));

    public Task<IExecutedCommand?> ExecAsync(ContainerReference container, ExecRequest request, CancellationToken ct) =>
        request.Command is ["exit", var code]
            ? Task.FromResult<IExecutedCommand?>(new EchoSession(int.Parse(code, CultureInfo.InvariantCulture)))
            : throw new ExecStartException($"exec: \"{request.Command[0]}\": executable file not found in $PATH");

    private sealed class EchoSession(int exitCode) : IExecutedCommand
    {
        private readonly Pipe _echo = new();

        public Stream? StandardInput => _echo.Writer.AsStream();

        public Stream StandardOutput => _echo.Reader.AsStream();

        public Stream StandardError { get; } = new MemoryStream("warning"u8.ToArray());

        public Task<int> Exited => Task.FromResult(exitCode);

        public void Resize(TerminalSize size) =>
            _echo.Writer.AsStream().Write(Encoding.UTF8.GetBytes($"{size.Width} x {size.Height}"));

        public ValueTask EndInputAsync() => _echo.Writer.CompleteAsync();

        public ValueTask DisposeAsync() => _echo.Writer.CompleteAsync();
    }
}
