using System.Text.Json.Nodes;

namespace ResilienceGate.LocalCluster.Store.Strategies;

internal sealed class DeploymentStrategy : WorkloadStrategy
{
    protected override void DefaultSpec(JsonObject spec)
    {
        spec.Default("progressDeadlineSeconds", 600);
        spec.Default("replicas", 1);
        spec.Default("revisionHistoryLimit", 10);
        var strategy = spec.EnsureObject("strategy");
        strategy.Default("type", "RollingUpdate");
        if (strategy.Text("type") is not "RollingUpdate")
            return;
        var rolling = strategy.EnsureObject("rollingUpdate");
        rolling.Default("maxSurge", "25%");
        rolling.Default("maxUnavailable", "25%");
    }
}
