using k8s;
using k8s.Models;
using Microsoft.Extensions.Logging;
using ResilienceGate.Faults.Gremlin;
using ResilienceGate.Halts;
using ResilienceGate.Plans;

namespace ResilienceGate.Preflights;

/// <summary>Everything that must be true of the cluster before a run touches it.</summary>
internal sealed class Preflight(IKubernetes cluster, TimeProvider time, ILogger logger)
{
    /// <summary>Null when the environment has no key for it.</summary>
    public GremlinApi? Gremlin { get; init; }

    /// <exception cref="GateException">The cluster does not answer, or forbids what the plan needs.</exception>
    public async Task<ClusterFacts> CheckAsync(Plan plan, CancellationToken ct)
    {
        var version = await VersionAsync(ct);
        await NamespaceConsent.RequireAsync(cluster, plan.Target.Namespace, ct);
        if (await new AccessCheck(cluster).MissingAsync(plan, ct) is { Count: > 0 } missing)
            throw new GateException(
                "The cluster denies what this plan needs:"
                    + string.Concat(missing.Select(p => $"{Environment.NewLine}  {p}"))
                    + $"{Environment.NewLine}Grant it, for example with action/rbac of this product."
            );
        await new HaltSwitch(cluster, plan.Target.Namespace, time, logger).RefuseAsync(ct);
        await new Leftovers(cluster, time).RefuseAsync(plan.Target.Namespace, plan.Target.ToString(), ct);
        await new DriverReadiness(cluster, Gremlin).RequireAsync(plan, ct);
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
                $"The cluster at {cluster.BaseUri} does not answer: {e.GetBaseException().Message}. Check --kubeconfig and --context.",
                e
            );
        }
    }
}
