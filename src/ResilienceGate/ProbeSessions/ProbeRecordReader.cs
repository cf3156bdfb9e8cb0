using System.Runtime.CompilerServices;
using System.Text.Json;
using k8s;
using k8s.Autorest;
using Microsoft.Extensions.Logging;
using ResilienceGate.Agents;

namespace ResilienceGate.ProbeSessions;

/// <summary>
/// Follows the probe's log. A log stream that broke is read again; the records' numbers tell which are known already.
/// </summary>
internal sealed partial class ProbeRecordReader(
    IKubernetes cluster,
    string ns,
    string pod,
    TimeProvider time,
    ILogger logger
)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Every record once, in order; ends after a <see cref="ProbeRecord.Bye"/>, or when the probe is gone.</summary>
    public async IAsyncEnumerable<ProbeRecord> ReadAsync([EnumeratorCancellation] CancellationToken ct)
    {
        long last = 0;
        while (true)
        {
            await foreach (var record in StreamAsync(ct))
            {
                if (record.Number <= last)
                    continue;
                last = record.Number;
                yield return record;
                if (record is ProbeRecord.Bye)
                    yield break;
            }
            if (await HasEndedAsync(ct))
                yield break;
            await Task.Delay(Pause, time, ct);
        }
    }

    private async IAsyncEnumerable<ProbeRecord> StreamAsync([EnumeratorCancellation] CancellationToken ct)
    {
        using var reader = await OpenAsync(ct);
        while (reader is not null)
        {
            string? line;
            try
            {
                line = await reader.ReadLineAsync(ct);
            }
            catch (Exception e) when (e is IOException or HttpRequestException)
            {
                LogBroken(logger, pod, e.Message);
                yield break;
            }
            if (line is null)
                yield break;
            if (Parse(line) is { } record)
                yield return record;
        }
    }

    private async Task<StreamReader?> OpenAsync(CancellationToken ct)
    {
        try
        {
            return new StreamReader(
                await cluster.CoreV1.ReadNamespacedPodLogAsync(
                    pod,
                    ns,
                    ProbeJob.Container,
                    follow: true,
                    cancellationToken: ct
                )
            );
        }
        catch (Exception e) when (e is HttpOperationException or HttpRequestException or IOException)
        {
            LogBroken(logger, pod, e.Message);
            return null;
        }
    }

    private async Task<bool> HasEndedAsync(CancellationToken ct)
    {
        try
        {
            var now = await cluster.CoreV1.ReadNamespacedPodAsync(pod, ns, cancellationToken: ct);
            return now.Status?.Phase is "Succeeded" or "Failed";
        }
        catch (HttpOperationException e)
        {
            return e.Response.StatusCode is System.Net.HttpStatusCode.NotFound;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>Null for a line that is no record: half of one, cut off by a broken stream, or a message of the runtime.</summary>
    private ProbeRecord? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, AgentJson.Default.ProbeRecord);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            LogForeign(logger, pod, line.Length > 200 ? line[..200] : line);
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The log of the probe {Pod} broke and is read again: {Reason}")]
    private static partial void LogBroken(ILogger logger, string pod, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The probe {Pod} wrote a line that is no record: {Line}")]
    private static partial void LogForeign(ILogger logger, string pod, string line);
}
