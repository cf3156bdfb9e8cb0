using k8s;
using k8s.Autorest;
using ResilienceGate.Clusters;
using ResilienceGate.ProbeSessions;

namespace ResilienceGate.Preflights;

/// <summary>
/// Lets the cluster's admission judge every object before anything happens: a policy or a quota may refuse what the
/// access review allows.
/// </summary>
internal static class DryRun
{
    /// <summary>What the API calls a dry run of every stage.</summary>
    public const string All = "All";

    /// <exception cref="GateException">Says which object is refused and why.</exception>
    public static async Task CheckAsync(IKubernetes cluster, ProbeJob probe, CancellationToken ct)
    {
        try
        {
            await cluster.CoreV1.CreateNamespacedConfigMapAsync(
                probe.Configuration,
                probe.Namespace,
                dryRun: All,
                cancellationToken: ct
            );
            await cluster.BatchV1.CreateNamespacedJobAsync(
                probe.Job,
                probe.Namespace,
                dryRun: All,
                cancellationToken: ct
            );
        }
        catch (HttpOperationException e)
        {
            throw new GateException(
                $"The cluster would refuse the probe in namespace '{probe.Namespace}': {e.Explain()}",
                e
            );
        }
    }
}
