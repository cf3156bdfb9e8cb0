using System.Net;
using k8s;
using k8s.Autorest;
using k8s.Models;
using ResilienceGate.Clusters;
using ResilienceGate.Plans;

namespace ResilienceGate.Preflights;

/// <summary>Everything that must be true of the cluster before a run touches it.</summary>
internal sealed class Preflight(IKubernetes cluster)
{
    /// <exception cref="GateException">The cluster does not answer, or forbids what the plan needs.</exception>
    public async Task<ClusterFacts> CheckAsync(Plan plan, CancellationToken ct)
    {
        var version = await VersionAsync(ct);
        await NamespaceAsync(plan.Target.Namespace, ct);
        if (await new AccessCheck(cluster).MissingAsync(plan, ct) is { Count: > 0 } missing)
            throw new GateException(
                "The cluster denies what this plan needs:"
                    + string.Concat(missing.Select(p => $"{Environment.NewLine}  {p}"))
                    + $"{Environment.NewLine}Grant it, for example with action/rbac of this product."
            );
        await Leftovers.RefuseAsync(cluster, plan.Target.Namespace, plan.Target.ToString(), ct);
        var system = await cluster.CoreV1.ReadNamespaceAsync("kube-system", cancellationToken: ct);
        return new ClusterFacts(system.Uid(), $"{version.Major}.{version.Minor.TrimEnd('+')}");
    }

    private async Task<VersionInfo> VersionAsync(CancellationToken ct)
    {
        try
        {
            return await cluster.Version.GetCodeAsync(ct);
        }
        catch (HttpRequestException e)
        {
            throw new GateException(
                $"The cluster at {cluster.BaseUri} does not answer: {e.Message} Check --kubeconfig and --context.",
                e
            );
        }
    }

    private async Task NamespaceAsync(string ns, CancellationToken ct)
    {
        try
        {
            var found = await cluster.CoreV1.ReadNamespaceAsync(ns, cancellationToken: ct);
            if (found.GetLabel(Labels.Allow) == "false")
                throw new GateException(
                    $"The namespace '{ns}' forbids injections by its label {Labels.Allow}=false. "
                        + "Ask its owner, or name another namespace in target.namespace."
                );
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
