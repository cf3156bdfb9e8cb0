using System.Net;
using k8s;
using k8s.Autorest;
using k8s.Models;
using Microsoft.Extensions.Logging;
using ResilienceGate.Clusters;

namespace ResilienceGate.Halts;

/// <summary>
/// How people stop gates without knowing where they run: a ConfigMap of this name, in the namespace of the target or, for
/// every target of the cluster, in the product's own.
/// </summary>
/// <param name="ns">Of the target.</param>
internal sealed partial class HaltSwitch(IKubernetes cluster, string ns, TimeProvider time, ILogger logger)
{
    public const string Name = "resilience-gate-halt";
    public const string ForAll = "resilience-gate";

    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(2);

    /// <exception cref="GateException">Somebody has said halt.</exception>
    public async Task RefuseAsync(CancellationToken ct)
    {
        foreach (var place in (string[])[ns, ForAll])
        {
            if (await FindAsync(place, ct) is { } halt)
                throw new GateException(
                    $"Every gate is told to halt by the ConfigMap {place}/{Name}"
                        + (halt.Data?.TryGetValue("reason", out var reason) is true ? $" ({reason})" : "")
                        + $". `kubectl -n {place} delete configmap {Name}` lets gates run again."
                );
        }
    }

    /// <summary>Runs until it is cancelled.</summary>
    /// <exception cref="GateException">Somebody has said halt.</exception>
    public async Task WatchAsync(CancellationToken ct)
    {
        while (true)
        {
            await Task.Delay(Poll, time, ct);
            try
            {
                await RefuseAsync(ct);
            }
            catch (Exception e) when (e is HttpOperationException or HttpRequestException or IOException)
            {
                LogUnread(logger, Name, e is HttpOperationException http ? http.Explain() : e.Message);
            }
        }
    }

    private async Task<V1ConfigMap?> FindAsync(string place, CancellationToken ct)
    {
        try
        {
            return await cluster.CoreV1.ReadNamespacedConfigMapAsync(Name, place, cancellationToken: ct);
        }
        catch (HttpOperationException e)
            when (e.Is(HttpStatusCode.NotFound) || (e.Is(HttpStatusCode.Forbidden) && place == ForAll))
        {
            // The switch for all is for clusters whose owners grant the right to read it.
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The halt switch {Name} cannot be read: {Reason}")]
    private static partial void LogUnread(ILogger logger, string name, string reason);
}
