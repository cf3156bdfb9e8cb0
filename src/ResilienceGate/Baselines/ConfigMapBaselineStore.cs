using System.Net;
using k8s;
using k8s.Autorest;
using k8s.Models;
using ResilienceGate.Clusters;
using ResilienceGate.Plans;

namespace ResilienceGate.Baselines;

/// <summary>Keeps baselines in a ConfigMap beside the target: nothing else is needed, and every pipeline sees the same.</summary>
internal sealed class ConfigMapBaselineStore(IKubernetes cluster, TargetPlan target) : IBaselineStore
{
    private const string Key = "baseline.json";
    private const int Tries = 5;

    private readonly string _name = $"resilience-gate-baseline-{target.Kind}-{target.Name}";

    public string Place => $"ConfigMap {target.Namespace}/{_name}";

    public async Task<BaselineBook> ReadAsync(CancellationToken ct) => Book(await FindAsync(ct));

    public async Task UpdateAsync(Func<BaselineBook, BaselineBook> change, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await WriteAsync(await FindAsync(ct), change, ct);
                return;
            }
            // Somebody else wrote between our reading and our writing.
            catch (HttpOperationException e) when (e.Is(HttpStatusCode.Conflict) && attempt < Tries) { }
            catch (HttpOperationException e)
            {
                throw new GateException($"The baseline {Place} cannot be written: {e.Explain()}", e);
            }
        }
    }

    private async Task WriteAsync(V1ConfigMap? found, Func<BaselineBook, BaselineBook> change, CancellationToken ct)
    {
        var data = new Dictionary<string, string> { [Key] = BaselineText.Write(change(Book(found))) };
        if (found is null)
        {
            var metadata = new V1ObjectMeta
            {
                Name = _name,
                NamespaceProperty = target.Namespace,
                Labels = new Dictionary<string, string>
                {
                    [Labels.ManagedBy] = Labels.Product,
                    [Labels.Role] = "baseline",
                },
            };
            await cluster.CoreV1.CreateNamespacedConfigMapAsync(
                new V1ConfigMap { Metadata = metadata, Data = data },
                target.Namespace,
                cancellationToken: ct
            );
            return;
        }
        found.Data = data;
        await cluster.CoreV1.ReplaceNamespacedConfigMapAsync(found, _name, target.Namespace, cancellationToken: ct);
    }

    private BaselineBook Book(V1ConfigMap? found) =>
        found is null ? BaselineBook.Empty
        : found.Data is not null && found.Data.TryGetValue(Key, out var text) ? BaselineText.Parse(text, Place)
        : throw new GateException($"The baseline {Place} has no {Key}. Delete the ConfigMap to start anew.");

    private async Task<V1ConfigMap?> FindAsync(CancellationToken ct)
    {
        try
        {
            return await cluster.CoreV1.ReadNamespacedConfigMapAsync(_name, target.Namespace, cancellationToken: ct);
        }
        catch (HttpOperationException e) when (e.Is(HttpStatusCode.NotFound))
        {
            return null;
        }
    }
}
