using System.IO.Pipelines;
using System.Security.Cryptography;
using System.Text;
using ResilienceGate.LocalCluster.Api;
using ResilienceGate.LocalCluster.Nodes.Containers;
using ResilienceGate.LocalCluster.Nodes.Logs;
using ResilienceGate.LocalCluster.Nodes.Processes;

namespace ResilienceGate.LocalCluster.Nodes;

/// <summary>The logs and the standard streams of the containers, wherever their kubelet runs them.</summary>
internal sealed class ContainerStreams(IReadOnlyList<Kubelet> kubelets) : IContainerStreams
{
    public Task<Stream?> OpenLogAsync(ContainerReference container, LogOptions options, CancellationToken ct)
    {
        var worker = Find(container);
        var log = (options.Previous ? worker?.Previous : worker?.Run)?.Log;
        if (log is null)
            return Task.FromResult<Stream?>(null);
        var pipe = new Pipe();
        _ = WriteAsync(log, options, pipe.Writer, ct);
        return Task.FromResult<Stream?>(pipe.Reader.AsStream());
    }

    public bool IsRunning(ContainerReference container) => Running(container) is not null;

    public Task<IContainerSession?> AttachAsync(ContainerReference container, CancellationToken ct) =>
        Task.FromResult<IContainerSession?>(Running(container) is { } run ? new AttachSession(run) : null);

    public Task<IExecutedCommand?> ExecAsync(ContainerReference container, ExecRequest request, CancellationToken ct)
    {
        try
        {
            return Task.FromResult<IExecutedCommand?>(
                Running(container) is { } run ? ExecSession.Start(run, request) : null
            );
        }
        catch (ProcessStartException e)
        {
            var id = RandomNumberGenerator.GetHexString(64, lowercase: true);
            throw new ExecStartException(
                $"failed to exec in container: failed to start exec \"{id}\": OCI runtime exec failed: exec failed: "
                    + (request.Command.Count is 0 ? e.Message : $"unable to start container process: {e.Message}")
            );
        }
    }

    private ContainerRun? Running(ContainerReference container) =>
        Find(container) is { IsRunning: true } worker ? worker.Run : null;

    private ContainerWorker? Find(ContainerReference container) =>
        kubelets
            .Select(k => k.Find(container.PodUid))
            .FirstOrDefault(p => p is not null)
            ?.Container(container.Container);

    private static async Task WriteAsync(ContainerLog log, LogOptions options, PipeWriter writer, CancellationToken ct)
    {
        Exception? failure = null;
        try
        {
            var skip = options.TailLines is { } tail ? Math.Max(0, await CountAsync(log, ct) - tail) : 0;
            var left = options.LimitBytes ?? long.MaxValue;
            await foreach (var entry in log.ReadAsync(options.Follow, ct))
            {
                if (skip > 0)
                {
                    skip -= entry.EndsLine ? 1 : 0;
                    continue;
                }
                if (entry.Time < options.Since)
                    continue;
                var stamp = options.Timestamps ? $"{entry.Timestamp} " : "";
                var bytes = Encoding.UTF8.GetBytes($"{stamp}{entry.Text}{(entry.EndsLine ? "\n" : "")}");
                var most = (int)Math.Min(bytes.Length, left);
                left -= most;
                if ((await writer.WriteAsync(bytes.AsMemory(0, most), ct)).IsCompleted || left == 0)
                    break;
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            failure = e;
        }
        await writer.CompleteAsync(failure);
    }

    private static async Task<int> CountAsync(ContainerLog log, CancellationToken ct)
    {
        var lines = 0;
        await foreach (var entry in log.ReadAsync(follow: false, ct))
            lines += entry.EndsLine ? 1 : 0;
        return lines;
    }
}
