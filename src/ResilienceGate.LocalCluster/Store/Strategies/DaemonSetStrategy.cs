using System.Text.Json.Nodes;

namespace ResilienceGate.LocalCluster.Store.Strategies;

internal sealed class DaemonSetStrategy : WorkloadStrategy
{
    public override void PrepareForCreate(JsonObject obj) =>
        obj["status"] = new JsonObject
        {
            ["currentNumberScheduled"] = 0,
            ["desiredNumberScheduled"] = 0,
            ["numberMisscheduled"] = 0,
            ["numberReady"] = 0,
        };

    protected override void DefaultSpec(JsonObject spec)
    {
        spec.Default("revisionHistoryLimit", 10);
        var update = spec.EnsureObject("updateStrategy");
        update.Default("type", "RollingUpdate");
        if (update.Text("type") is not "RollingUpdate")
            return;
        var rolling = update.EnsureObject("rollingUpdate");
        rolling.Default("maxSurge", 0);
        rolling.Default("maxUnavailable", 1);
    }
}
