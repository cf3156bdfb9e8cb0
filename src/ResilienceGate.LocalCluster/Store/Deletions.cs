using System.Text.Json.Nodes;

namespace ResilienceGate.LocalCluster.Store;

/// <summary>Works out what a delete request makes of an object, as the real <c>rest.BeforeDelete</c> does.</summary>
internal static class Deletions
{
    public const string ForegroundFinalizer = "foregroundDeletion";

    public const string OrphanFinalizer = "orphan";

    /// <returns>A copy that says that it is being deleted; with no grace and no finalizers left it may be removed.</returns>
    public static JsonObject Mark(StoredObject current, DeleteOptions options, DateTimeOffset now)
    {
        var draft = (JsonObject)current.Json.DeepClone();
        var metadata = draft.EnsureObject("metadata");
        SetPropagation(current.Type, metadata, options.Propagation);
        var grace = current.Type == ResourceTypes.Pods ? PodGrace(draft, options.GracePeriod) : TimeSpan.Zero;
        if (metadata.Text("deletionTimestamp") is { } marked)
            Shorten(metadata, Timestamps.Parse(marked), options.GracePeriod is null ? null : grace);
        else
        {
            metadata["deletionTimestamp"] = Timestamps.Format(now + grace);
            metadata["deletionGracePeriodSeconds"] = (long)grace.TotalSeconds;
            if (metadata.Number("generation") is { } generation)
                metadata["generation"] = generation + 1;
        }
        if (current.Type == ResourceTypes.Namespaces)
            draft.EnsureObject("status")["phase"] = "Terminating";
        return draft;
    }

    /// <summary>A pod that no kubelet runs, or that has ended, goes at once.</summary>
    private static TimeSpan PodGrace(JsonObject pod, TimeSpan? requested)
    {
        var spec = pod.Object("spec");
        if (
            string.IsNullOrEmpty(spec?.Text("nodeName"))
            || pod.Object("status")?.Text("phase") is "Succeeded" or "Failed"
        )
            return TimeSpan.Zero;
        var grace = requested ?? TimeSpan.FromSeconds(spec.Number("terminationGracePeriodSeconds") ?? 30);
        // A negative period means the shortest that still lets the kubelet act.
        return grace < TimeSpan.Zero ? TimeSpan.FromSeconds(1) : grace;
    }

    /// <summary>A second deletion can only bring the end nearer.</summary>
    private static void Shorten(JsonObject metadata, DateTimeOffset marked, TimeSpan? grace)
    {
        var pending = TimeSpan.FromSeconds(metadata.Number("deletionGracePeriodSeconds") ?? 0);
        if (grace is not { } shorter || shorter >= pending)
            return;
        metadata["deletionTimestamp"] = Timestamps.Format(marked - pending + shorter);
        metadata["deletionGracePeriodSeconds"] = (long)shorter.TotalSeconds;
    }

    private static void SetPropagation(ResourceType type, JsonObject metadata, PropagationPolicy? requested)
    {
        // batch/v1 keeps the default of the time before garbage collection.
        var policy =
            requested ?? (type == ResourceTypes.Jobs ? PropagationPolicy.Orphan : PropagationPolicy.Background);
        var others = metadata
            .Array("finalizers")
            ?.Select(f => f.Text())
            .Where(f => requested is null || f is not (ForegroundFinalizer or OrphanFinalizer));
        List<string> finalizers = [.. others ?? []];
        if (policy is PropagationPolicy.Foreground && !finalizers.Contains(ForegroundFinalizer))
            finalizers.Add(ForegroundFinalizer);
        if (
            policy is PropagationPolicy.Orphan
            && !finalizers.Contains(OrphanFinalizer)
            && !finalizers.Contains(ForegroundFinalizer)
        )
            finalizers.Add(OrphanFinalizer);
        if (finalizers.Count == 0)
            metadata.Remove("finalizers");
        else
            metadata["finalizers"] = new JsonArray([.. finalizers.Select(f => (JsonNode)f)]);
    }
}
