using System.Net;
using k8s;
using k8s.Autorest;
using k8s.Models;
using ResilienceGate.Clusters;

namespace ResilienceGate.Preflights;

/// <summary>Injections are for namespaces whose owner has said so, and never for the cluster's own.</summary>
internal static class NamespaceConsent
{
    private const string Yes = "true";

    /// <summary>Namespaces of the cluster itself: <c>kube-system</c> and its like. Kubernetes reserves the prefix.</summary>
    private const string Reserved = "kube-";

    /// <exception cref="GateException">The namespace is not there, or its owner has not allowed injections.</exception>
    public static async Task RequireAsync(IKubernetes cluster, string ns, CancellationToken ct)
    {
        if (ns.StartsWith(Reserved, StringComparison.Ordinal))
            throw new GateException(
                $"The namespace '{ns}' is the cluster's own: the gate breaks nothing in it. Correct target.namespace in the plan."
            );
        var found = await ReadAsync(cluster, ns, ct);
        if (found.GetLabel(Labels.Allow) != Yes)
            throw new GateException(
                $"The owner of the namespace '{ns}' has not allowed injections in it. Whoever may do that says "
                    + $"`kubectl label --overwrite namespace {ns} {Labels.Allow}={Yes}`; or name another namespace in target.namespace."
            );
    }

    private static async Task<V1Namespace> ReadAsync(IKubernetes cluster, string ns, CancellationToken ct)
    {
        try
        {
            return await cluster.CoreV1.ReadNamespaceAsync(ns, cancellationToken: ct);
        }
        catch (HttpOperationException e) when (e.Is(HttpStatusCode.NotFound))
        {
            throw new GateException(
                $"There is no namespace '{ns}'. See `kubectl get namespaces`, and correct target.namespace in the plan.",
                e
            );
        }
        catch (HttpOperationException e) when (e.Is(HttpStatusCode.Forbidden) || e.Is(HttpStatusCode.Unauthorized))
        {
            throw new GateException($"The cluster does not let this user in: {e.Explain()}", e);
        }
    }
}
