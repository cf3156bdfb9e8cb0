using k8s;
using ResilienceGate.Plans;

namespace ResilienceGate.Baselines;

/// <summary>Which class keeps which kind of baseline: a new store is one line here.</summary>
internal static class BaselineStores
{
    public static IBaselineStore For(Plan plan, IKubernetes cluster) =>
        plan.Baseline.Store switch
        {
            BaselineStoreKind.File => new FileBaselineStore(
                plan.Baseline.Path ?? throw new InvalidOperationException("A file baseline has a path.")
            ),
            BaselineStoreKind.ConfigMap => new ConfigMapBaselineStore(cluster, plan.Target),
            _ => throw new InvalidOperationException($"The baseline store {plan.Baseline.Store} is not known."),
        };
}
