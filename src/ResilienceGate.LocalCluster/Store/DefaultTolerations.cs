using System.Text.Json.Nodes;

namespace ResilienceGate.LocalCluster.Store;

/// <summary>
/// How long a pod outlives its node's health, unless it says so itself: the <c>DefaultTolerationSeconds</c> admission
/// of a real cluster.
/// </summary>
internal static class DefaultTolerations
{
    private static readonly string[] Keys = ["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"];

    public static void Add(JsonObject pod, TimeSpan tolerated)
    {
        var spec = pod.EnsureObject("spec");
        foreach (var key in Keys.Where(key => !spec.Items("tolerations").Any(toleration => Covers(toleration, key))))
        {
            if (spec.Array("tolerations") is null)
                spec["tolerations"] = new JsonArray();
            JsonNode toleration = new JsonObject
            {
                ["key"] = key,
                ["operator"] = "Exists",
                ["effect"] = "NoExecute",
                ["tolerationSeconds"] = (long)tolerated.TotalSeconds,
            };
            spec.Array("tolerations")?.Add(toleration);
        }
    }

    private static bool Covers(JsonObject toleration, string key) =>
        (string.IsNullOrEmpty(toleration.Text("key")) || toleration.Text("key") == key)
        && toleration.Text("effect") is null or "" or "NoExecute";
}
