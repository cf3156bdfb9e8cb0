using System.Text.Json.Nodes;

namespace ResilienceGate.LocalCluster.Store.Strategies;

internal sealed class PodDisruptionBudgetStrategy : Strategy
{
    public override void PrepareForCreate(JsonObject obj) =>
        obj["status"] = new JsonObject
        {
            ["currentHealthy"] = 0,
            ["desiredHealthy"] = 0,
            ["disruptionsAllowed"] = 0,
            ["expectedPods"] = 0,
        };

    public override IEnumerable<FieldError> Validate(JsonObject obj)
    {
        var spec = obj.Object("spec");
        if (spec?["minAvailable"] is not null && spec["maxUnavailable"] is not null)
            yield return FieldError.Invalid(
                "spec",
                spec.ToJsonString(),
                "minAvailable and maxUnavailable cannot be both set"
            );
    }
}
