using System.Globalization;
using System.Text.Json.Nodes;

namespace ResilienceGate.LocalCluster.Store;

/// <summary>Keeps the status of PodDisruptionBudgets, by which evictions are allowed or refused.</summary>
internal sealed class DisruptionController(ObjectStore store, TimeProvider clock)
{
    /// <summary>An eviction that was allowed but never carried out stops counting after so long.</summary>
    private static readonly TimeSpan DeletionTimeout = TimeSpan.FromMinutes(2);

    private static readonly HashSet<ResourceType> Sources =
    [
        ResourceTypes.Pods,
        ResourceTypes.PodDisruptionBudgets,
        ResourceTypes.Deployments,
        ResourceTypes.ReplicaSets,
        ResourceTypes.StatefulSets,
    ];

    public async Task RunAsync(CancellationToken ct)
    {
        await foreach (var change in store.Watch(type: null, ns: null, fromRevision: 0, ct))
        {
            if (!Sources.Contains(change.Object.Type))
                continue;
            foreach (var budget in store.List(ResourceTypes.PodDisruptionBudgets, change.Object.Namespace))
                Sync(budget);
        }
    }

    /// <summary>The pods that a budget protects.</summary>
    public static bool Protects(StoredObject budget, StoredObject pod) =>
        string.Equals(budget.Namespace, pod.Namespace, StringComparison.Ordinal)
        && budget.Json.Object("spec")?.Object("selector") is { } selector
        && LabelSelector.Parse(selector).Matches(pod.Json.Metadata.Object("labels"));

    public static bool IsReady(StoredObject pod) =>
        (pod.Json.Object("status")?.Items("conditions") ?? []).Any(c =>
            c.Text("type") is "Ready" && c.Text("status") is "True"
        );

    private void Sync(StoredObject budget)
    {
        var now = clock.GetUtcNow();
        var pods = store
            .List(ResourceTypes.Pods, budget.Namespace)
            .Where(p => Protects(budget, p) && !IsOver(p))
            .ToList();
        var disrupted = StillDisrupted(budget, pods, now);
        if (NeedsScale(budget) && pods.Find(HasUnknownController) is { } stray)
        {
            Fail(budget, $"found no controllers for pod \"{stray.Name}\"", now);
            return;
        }

        var (expected, desired) = Demand(budget.Json.Object("spec") ?? [], pods);
        var healthy = pods.Count(p => !p.IsDeleting && IsReady(p) && !disrupted.ContainsKey(p.Name));
        var allowed = expected > 0 ? Math.Max(0, healthy - desired) : 0;

        var draft = (JsonObject)budget.Json.DeepClone();
        var status = draft.EnsureObject("status");
        status["currentHealthy"] = healthy;
        status["desiredHealthy"] = desired;
        status["disruptionsAllowed"] = allowed;
        status["expectedPods"] = expected;
        status["disruptedPods"] = disrupted;
        status["observedGeneration"] = budget.Json.Metadata.Number("generation");
        SetCondition(draft, allowed > 0, allowed > 0 ? "SufficientPods" : "InsufficientPods", "", now);
        Write(draft);
    }

    /// <summary>Where the number of pods that there should be is not known, none may go.</summary>
    private void Fail(StoredObject budget, string message, DateTimeOffset now)
    {
        var draft = (JsonObject)budget.Json.DeepClone();
        draft.EnsureObject("status")["disruptionsAllowed"] = 0;
        SetCondition(draft, allowed: false, "SyncFailed", message, now);
        Write(draft);
    }

    private void Write(JsonObject draft)
    {
        try
        {
            store.Update(ResourceTypes.PodDisruptionBudgets, draft.Metadata.Text("namespace"), draft, "status");
        }
        catch (StatusException e) when (e.IsConflict || e.IsNotFound)
        {
            // It changed or went: that change brings the controller here again.
        }
    }

    private static bool NeedsScale(StoredObject budget) =>
        budget.Json.Object("spec") is { } spec
        && (spec["maxUnavailable"] is not null || spec["minAvailable"].Text().Length > 0);

    /// <summary>A pod without any controller is only not counted.</summary>
    private bool HasUnknownController(StoredObject pod) =>
        pod.Json.Metadata.Items("ownerReferences").Any(owner => owner.Flag("controller") is true)
        && Controller(pod) is null;

    private (long Expected, long Desired) Demand(JsonObject spec, List<StoredObject> pods)
    {
        if (spec["maxUnavailable"] is { } maxUnavailable)
        {
            var expected = Scale(pods);
            return (expected, Math.Max(0, expected - Scaled(maxUnavailable, expected)));
        }
        if (spec["minAvailable"] is not { } minAvailable)
            return (pods.Count, 0);
        var isCount = minAvailable.Text().Length == 0;
        var total = isCount ? pods.Count : Scale(pods);
        return (total, Scaled(minAvailable, total));
    }

    /// <summary>How many pods the controllers of these pods want.</summary>
    private long Scale(List<StoredObject> pods) =>
        pods.Select(Controller)
            .OfType<StoredObject>()
            .DistinctBy(c => c.Uid, StringComparer.Ordinal)
            .Sum(c => c.Json.Object("spec")?.Number("replicas") ?? 1);

    private StoredObject? Controller(StoredObject obj)
    {
        var reference = obj.Json.Metadata.Items("ownerReferences").FirstOrDefault(o => o.Flag("controller") is true);
        var type = reference?.Text("kind") switch
        {
            "ReplicaSet" => ResourceTypes.ReplicaSets,
            "Deployment" => ResourceTypes.Deployments,
            "StatefulSet" => ResourceTypes.StatefulSets,
            _ => null,
        };
        var owner = type is null ? null : store.Find(type, obj.Namespace, reference?.Text("name") ?? "");
        return owner is null ? null : Controller(owner) ?? owner;
    }

    private static long Scaled(JsonNode value, long total) =>
        value.Text() is { Length: > 1 } percent
        && int.TryParse(percent.AsSpan(..^1), NumberStyles.None, CultureInfo.InvariantCulture, out var parts)
            ? (total * parts + 99) / 100
            : long.Parse(value.ToJsonString(), CultureInfo.InvariantCulture);

    private static bool IsOver(StoredObject pod) => pod.Json.Object("status")?.Text("phase") is "Succeeded" or "Failed";

    private static JsonObject StillDisrupted(StoredObject budget, List<StoredObject> pods, DateTimeOffset now)
    {
        JsonObject still = [];
        foreach (var (name, since) in budget.Json.Object("status")?.Object("disruptedPods") ?? [])
        {
            var pod = pods.Find(p => string.Equals(p.Name, name, StringComparison.Ordinal));
            if (pod is { IsDeleting: false } && Timestamps.Parse(since.Text()) + DeletionTimeout > now)
                still[name] = since.Text();
        }
        return still;
    }

    private static void SetCondition(JsonObject budget, bool allowed, string reason, string message, DateTimeOffset now)
    {
        var status = budget.EnsureObject("status");
        var state = allowed ? "True" : "False";
        var old = status.Items("conditions").FirstOrDefault(c => c.Text("type") is "DisruptionAllowed");
        var changed = !string.Equals(old?.Text("status"), state, StringComparison.Ordinal);
        status["conditions"] = new JsonArray(
            new JsonObject
            {
                ["type"] = "DisruptionAllowed",
                ["status"] = state,
                ["reason"] = reason,
                ["message"] = message,
                ["observedGeneration"] = budget.Metadata.Number("generation"),
                ["lastTransitionTime"] = changed ? Timestamps.Format(now) : old?.Text("lastTransitionTime"),
            }
        );
    }
}
