using System.Text.Json.Nodes;
using k8s.Models;
using Microsoft.AspNetCore.Http;
using ResilienceGate.LocalCluster.Api.Writing;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Api.Pods;

/// <summary>Assigns a pod to a node, as a scheduler does. From then on the pod carries its zone as a label.</summary>
internal sealed class PodBinding(ObjectStore store, TimeProvider clock)
{
    private static readonly string[] Topology = ["topology.kubernetes.io/zone", "topology.kubernetes.io/region"];

    private static readonly ResourceType Kind = new("", "v1", "Binding", "bindings", Namespaced: true)
    {
        Model = typeof(V1Binding),
    };

    public async Task CreateAsync(HttpContext context, RequestInfo info, string name)
    {
        var binding = await RequestBody.ReadObjectAsync(context, Kind);
        var node =
            binding.Object("target")?.Text("name") ?? throw StatusException.BadRequest("target.name: Required value");
        var pod =
            store.Find(ResourceTypes.Pods, info.Namespace, name)
            ?? throw StatusException.NotFound(ResourceTypes.Pods, name);
        var draft = (JsonObject)pod.Json.DeepClone();
        var spec = draft.EnsureObject("spec");
        if (spec.Text("nodeName") is { Length: > 0 } assigned)
            throw StatusException.Conflict(
                ResourceTypes.Pods,
                name,
                $"pod {name} is already assigned to node \"{assigned}\""
            );
        spec["nodeName"] = node;
        CopyTopology(node, draft);
        var status = draft.EnsureObject("status");
        var others = status.Items("conditions").Where(c => c.Text("type") is not "PodScheduled");
        status["conditions"] = new JsonArray([.. others.Select(c => c.DeepClone()), Scheduled()]);
        store.Update(ResourceTypes.Pods, info.Namespace, draft, "binding", WriteOptions.Parse(context.Request).DryRun);
        await context.Response.WriteAsync(201, StatusJson.Created(), context.RequestAborted);
    }

    private void CopyTopology(string node, JsonObject pod)
    {
        var labels = store.Find(ResourceTypes.Nodes, ns: null, node)?.Json.Object("metadata")?.Object("labels");
        foreach (var key in Topology)
        {
            if (labels?.Text(key) is { Length: > 0 } value)
                pod.EnsureObject("metadata").EnsureObject("labels")[key] = value;
        }
    }

    private JsonObject Scheduled() =>
        new()
        {
            ["type"] = "PodScheduled",
            ["status"] = "True",
            ["lastTransitionTime"] = Timestamps.Format(clock.GetUtcNow()),
        };
}
