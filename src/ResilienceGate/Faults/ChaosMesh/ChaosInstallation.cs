using System.Net;
using k8s;
using k8s.Autorest;
using ResilienceGate.Clusters;
using ResilienceGate.Core.Experiments;
using ResilienceGate.Plans;

namespace ResilienceGate.Faults.ChaosMesh;

/// <summary>Whether Chaos Mesh can do what a plan wants of it, and whether it is at work on the target already.</summary>
internal sealed class ChaosInstallation(IKubernetes cluster)
{
    private const string Install =
        "helm repo add chaos-mesh https://charts.chaos-mesh.org && helm install chaos-mesh chaos-mesh/chaos-mesh "
        + "--namespace chaos-mesh --create-namespace";

    private readonly ChaosApi _api = new(cluster);

    /// <exception cref="GateException">Chaos Mesh is missing or refuses an object, or something is broken already.</exception>
    public async Task RequireAsync(Plan plan, CancellationToken ct)
    {
        var installed = await _api.InstalledAsync(ct);
        foreach (var experiment in plan.Experiments.Where(e => e.Driver is Driver.ChaosMesh))
        {
            if (ChaosSpec.Of(experiment.Fault, pods: [], plan.Target.Namespace) is not { } spec)
                continue;
            if (!installed.Contains(spec.Kind))
                throw new GateException(
                    $"'{experiment.Name}' needs {spec.Kind.Name}, and "
                        + (installed.Count == 0 ? "Chaos Mesh is not installed" : "this Chaos Mesh does not have it")
                        + $" in this cluster. Whoever may do that says `{Install}`, with --set for the container runtime "
                        + "where it is not Docker (chaosDaemon.runtime=containerd, chaosDaemon.socketPath=PATH)."
                );
            await DryRunAsync(experiment, spec, plan.Target.Namespace, ct);
        }
        foreach (var kind in installed.Where(k => k.SelectsPods))
        {
            if ((await ListAsync(kind, plan.Target.Namespace, ct)).FirstOrDefault(o => Hits(o, plan)) is { } active)
                throw new GateException(Leftover(active));
        }
    }

    private static string Leftover(ChaosObject active) =>
        $"{active.Reference} is at work on the namespace of the target, and would be measured with it. "
        + (
            active.Run is { } run
                ? $"It is of run {run}: `resilience-gate rollback --run {run}`, or `{active.Reference.ByHand}`."
                : $"It is somebody else's. Wait for it to end, or ask them; `{active.Reference.ByHand}` ends it."
        );

    /// <summary>An object that names no namespace stays in its own.</summary>
    private static bool Hits(ChaosObject found, Plan plan)
    {
        var ns = plan.Target.Namespace;
        if (!found.IsActive)
            return false;
        var sides = new[] { found.Spec["selector"], found.Spec["target"]?["selector"] }
            .OfType<System.Text.Json.Nodes.JsonObject>()
            .Select(s => new ChaosSelector(s).Namespaces)
            .ToList();
        return sides.Any(s => s.Contains(ns)) || (found.Reference.Namespace == ns && sides.Any(s => s.Count == 0));
    }

    /// <summary>Those of all namespaces, for they may reach into others; of the target's where that is all one may see.</summary>
    private async Task<IReadOnlyList<ChaosObject>> ListAsync(ChaosKind kind, string ns, CancellationToken ct)
    {
        try
        {
            return await _api.ListAsync(kind, ns: null, ct);
        }
        catch (HttpOperationException e) when (e.Is(HttpStatusCode.Forbidden))
        {
            return await ListOwnAsync(kind, ns, ct);
        }
    }

    private async Task<IReadOnlyList<ChaosObject>> ListOwnAsync(ChaosKind kind, string ns, CancellationToken ct)
    {
        try
        {
            return await _api.ListAsync(kind, ns, ct);
        }
        catch (HttpOperationException e) when (e.Is(HttpStatusCode.Forbidden))
        {
            // A plan that needs this kind was refused before; another one is not to fail for what it may not see.
            return [];
        }
    }

    private async Task DryRunAsync(Experiment experiment, ChaosSpec spec, string ns, CancellationToken ct)
    {
        var reference = new ChaosReference(spec.Kind.Name, ns, "resilience-gate-dry-run");
        var labels = Labels.Metadata(reference.Name, ns, "dry-run", ChaosMeshInjector.Role).Labels;
        try
        {
            await _api.CreateAsync(reference, spec.Manifest(reference, ["dry-run"], labels), dryRun: true, ct);
        }
        catch (HttpOperationException e)
        {
            throw new GateException(
                $"The cluster would refuse the {spec.Kind.Name} of '{experiment.Name}': {e.Explain()}",
                e
            );
        }
    }
}
