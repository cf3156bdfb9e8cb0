using System.Net;
using k8s;
using k8s.Autorest;
using ResilienceGate.Clusters;
using ResilienceGate.Journals;

namespace ResilienceGate.Rollbacks;

/// <summary>The runs that have a journal, whatever their namespace.</summary>
internal static class KnownRuns
{
    /// <summary>Null when this user may not look into all namespaces.</summary>
    public static async Task<IReadOnlySet<string>?> FindAsync(
        IKubernetes cluster,
        Attempts attempts,
        CancellationToken ct
    )
    {
        try
        {
            return (await attempts.AskAsync(c => Journal.FindAsync(cluster, ns: null, c), ct)).Runs.ToHashSet();
        }
        catch (HttpOperationException e) when (e.Is(HttpStatusCode.Forbidden))
        {
            return null;
        }
    }
}
