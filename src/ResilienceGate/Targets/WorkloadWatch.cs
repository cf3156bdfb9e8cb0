using k8s;
using k8s.Autorest;
using Microsoft.Extensions.Logging;
using ResilienceGate.Clusters;
using ResilienceGate.Plans;

namespace ResilienceGate.Targets;

/// <summary>
/// Looks after the workload while its pods are watched: takes over how many replicas it wants, which an autoscaler may
/// change, and ends the run when somebody changes what is tested.
/// </summary>
internal sealed partial class WorkloadWatch(
    IKubernetes cluster,
    TargetPlan plan,
    TargetWatch watch,
    TimeProvider time,
    ILogger logger
)
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(2);

    /// <summary>A pod may be ready by its slice before the watch on pods, which is another one, has told of it.</summary>
    private static readonly TimeSpan Doubt = TimeSpan.FromSeconds(10);

    /// <summary>Runs until it is cancelled.</summary>
    /// <param name="tested">The target as it was when the run began.</param>
    /// <exception cref="GateException">The target was changed: what was measured is of no one version.</exception>
    public async Task RunAsync(Target tested, CancellationToken ct)
    {
        var foreign = new Dictionary<ReadyEndpoint, long>();
        while (true)
        {
            await Task.Delay(Poll, time, ct);
            if (await ReadAsync(ct) is { } now)
            {
                if (KubernetesJson.Serialize(now.Template) != tested.PodTemplate)
                    throw new GateException(
                        $"The target was changed while it was tested: {plan} has another pod template by now. What was "
                            + "measured is of no one version; run the gate again when the rollout is complete."
                    );
                watch.Desire(now.Replicas);
            }
            foreign = watch.State.Foreign.ToDictionary(
                e => e,
                e => foreign.TryGetValue(e, out var since) ? since : time.GetTimestamp()
            );
            if (foreign.FirstOrDefault(f => time.GetElapsedTime(f.Value) >= Doubt).Key is { } other)
                throw new GateException(
                    $"The target was changed while it was tested: the Service '{plan.Service}' sends traffic to "
                        + $"{other.Name} too, which is no pod of {plan}."
                );
        }
    }

    /// <summary>Null when the cluster cannot tell at the moment.</summary>
    private async Task<Workload?> ReadAsync(CancellationToken ct)
    {
        try
        {
            return await Workload.ReadAsync(cluster, plan, ct);
        }
        catch (GateException e)
        {
            throw new GateException($"{plan} was deleted while it was tested. Run the gate again when it is back.", e);
        }
        catch (Exception e) when (e is HttpOperationException or HttpRequestException or IOException)
        {
            LogUnread(logger, plan.ToString(), e is HttpOperationException http ? http.Explain() : e.Message);
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Target} cannot be read, and is asked for again: {Reason}")]
    private static partial void LogUnread(ILogger logger, string target, string reason);
}
