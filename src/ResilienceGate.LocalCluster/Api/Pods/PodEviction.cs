using System.Text.Json.Nodes;
using k8s.Models;
using Microsoft.AspNetCore.Http;
using ResilienceGate.LocalCluster.Api.Writing;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Api.Pods;

/// <summary>Deletes a pod unless a disruption budget forbids it.</summary>
/// <remarks>After <c>pkg/registry/core/pod/storage/eviction.go</c>.</remarks>
internal sealed class PodEviction(ObjectStore store, TimeProvider clock)
{
    private static readonly ResourceType Kind = new("policy", "v1", "Eviction", "evictions", Namespaced: true)
    {
        Model = typeof(V1Eviction),
    };

    public async Task CreateAsync(HttpContext context, RequestInfo info, string name)
    {
        var eviction = await RequestBody.ReadObjectAsync(context, Kind);
        if (
            eviction.Metadata.Text("name") is { Length: > 0 } given
            && !string.Equals(given, name, StringComparison.Ordinal)
        )
            throw StatusException.BadRequest("name in URL does not match name in Eviction object");
        var options = eviction.Object("deleteOptions") ?? [];
        var dryRun =
            WriteOptions.Parse(context.Request).DryRun || options.Array("dryRun")?.Any(d => d.Text() is "All") is true;
        Evict(info.Namespace, name, options, dryRun);
        await context.Response.WriteAsync(201, StatusJson.Created(), context.RequestAborted);
    }

    private void Evict(string? ns, string name, JsonObject options, bool dryRun)
    {
        while (true)
        {
            var pod =
                store.Find(ResourceTypes.Pods, ns, name) ?? throw StatusException.NotFound(ResourceTypes.Pods, name);
            try
            {
                if (!IgnoresBudgets(pod))
                    Claim(pod, dryRun);
                Delete(pod, options, dryRun);
                return;
            }
            catch (StatusException e) when (e.IsConflict && options.Object("preconditions") is null)
            {
                // The pod or its budget changed between the check and the write.
            }
        }
    }

    private static bool IgnoresBudgets(StoredObject pod) =>
        pod.IsDeleting || pod.Json.Object("status")?.Text("phase") is "Succeeded" or "Failed" or "Pending";

    /// <summary>Takes one of the disruptions that the pod's budget allows.</summary>
    private void Claim(StoredObject pod, bool dryRun)
    {
        List<StoredObject> budgets =
        [
            .. store
                .List(ResourceTypes.PodDisruptionBudgets, pod.Namespace)
                .Where(b => DisruptionController.Protects(b, pod)),
        ];
        if (budgets.Count > 1)
        {
            var message =
                "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.";
            throw new StatusException(
                new V1Status
                {
                    ApiVersion = "v1",
                    Kind = "Status",
                    Metadata = new(),
                    Status = "Failure",
                    Message = message,
                    Code = 500,
                }
            );
        }
        if (budgets.Count == 0)
            return;
        var draft = (JsonObject)budgets[0].Json.DeepClone();
        var status = draft.EnsureObject("status");
        var allowed = status.Number("disruptionsAllowed") ?? 0;
        if (!DisruptionController.IsReady(pod) && SparesUnready(draft, status))
            return;
        if ((status.Number("observedGeneration") ?? 0) < (draft.Metadata.Number("generation") ?? 0))
            throw Refused(
                $"The disruption budget {budgets[0].Name} is still being processed by the server.",
                retryAfter: TimeSpan.FromSeconds(10)
            );
        if (allowed <= 0)
        {
            var (desired, current) = (status.Number("desiredHealthy") ?? 0, status.Number("currentHealthy") ?? 0);
            throw Refused(
                $"The disruption budget {budgets[0].Name} needs {desired} healthy pods and has {current} currently",
                retryAfter: TimeSpan.Zero
            );
        }
        status["disruptionsAllowed"] = allowed - 1;
        status.EnsureObject("disruptedPods")[pod.Name] = Timestamps.Format(clock.GetUtcNow());
        store.Update(ResourceTypes.PodDisruptionBudgets, pod.Namespace, draft, "status", dryRun);
    }

    /// <summary>An unready pod may go when its loss costs the application nothing.</summary>
    private static bool SparesUnready(JsonObject budget, JsonObject status) =>
        budget.Object("spec")?.Text("unhealthyPodEvictionPolicy") is "AlwaysAllow"
        || (status.Number("desiredHealthy") is { } desired and > 0 && status.Number("currentHealthy") >= desired);

    private void Delete(StoredObject pod, JsonObject options, bool dryRun)
    {
        var preconditions = options.Object("preconditions");
        if (preconditions?.Text("uid") is { } uid && !string.Equals(uid, pod.Uid, StringComparison.Ordinal))
        {
            var cause =
                $"the UID in the precondition ({uid}) does not match the UID in record ({pod.Uid}). The object might have been deleted and then recreated";
            throw StatusException.Conflict(ResourceTypes.Pods, pod.Name, cause);
        }
        if (preconditions?.Text("resourceVersion") is { } version && Revisions.Parse(version) != pod.Revision)
            throw StatusException.Conflict(ResourceTypes.Pods, pod.Name);
        if (!dryRun)
            store.Update(ResourceTypes.Pods, pod.Namespace, WithDisruptionTarget(pod), "status");
        var grace = options.Number("gracePeriodSeconds");
        store.Delete(
            ResourceTypes.Pods,
            pod.Namespace,
            pod.Name,
            DeleteOptions.Default with
            {
                Uid = pod.Uid,
                GracePeriod = grace is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
                DryRun = dryRun,
            }
        );
    }

    private JsonObject WithDisruptionTarget(StoredObject pod)
    {
        var draft = (JsonObject)pod.Json.DeepClone();
        var status = draft.EnsureObject("status");
        var others = status
            .Items("conditions")
            .Where(c => c.Text("type") is not "DisruptionTarget")
            .Select(c => c.DeepClone());
        status["conditions"] = new JsonArray([
            .. others,
            new JsonObject
            {
                ["type"] = "DisruptionTarget",
                ["status"] = "True",
                ["reason"] = "EvictionByEvictionAPI",
                ["message"] = "Eviction API: evicting",
                ["lastProbeTime"] = null,
                ["lastTransitionTime"] = Timestamps.Format(clock.GetUtcNow()),
            },
        ]);
        return draft;
    }

    private static StatusException Refused(string cause, TimeSpan retryAfter)
    {
        var refusal = StatusException.TooManyRequests(
            "Cannot evict pod as it would violate the pod's disruption budget.",
            new V1StatusCause { Reason = "DisruptionBudget", Message = cause }
        );
        refusal.Status.Details.RetryAfterSeconds = retryAfter > TimeSpan.Zero ? (int)retryAfter.TotalSeconds : null;
        return refusal;
    }
}
