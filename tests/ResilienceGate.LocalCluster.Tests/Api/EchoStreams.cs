using System.IO.Pipelines;
using System.Text;
using ResilienceGate.LocalCluster.Api;

namespace ResilienceGate.LocalCluster.Tests.Api;

/// <summary>Containers that say back what they are told, and end when their input does.</summary>
internal sealed class EchoStreams : IContainerStreams
{
    public const string Log = "first\nsecond\n";

    public Task<Stream?> OpenLogAsync(ContainerReference container, LogOptions options, CancellationToken ct) =>
        Task.FromResult<Stream?>(options.Previous ? null : new MemoryStream(Encoding.UTF8.GetBytes(Log)));

    public Task<IAttachedContainer?> AttachAsync(ContainerReference container, CancellationToken ct) =>
        Task.FromResult<IAttachedContainer?>(container.Container is "gone" ? null : new EchoContainer());

    private sealed class EchoContainer : IAttachedContainer
    {
        private readonly Pipe _echo = new();

        public Stream? StandardInput => _echo.Writer.AsStream();

        public Stream StandardOutput => _echo.Reader.AsStream();

        public Stream StandardError { get; } = new MemoryStream("warning"u8.ToArray());

        public ValueTask DisposeAsync() => _echo.Writer.CompleteAsync();
    }
}
