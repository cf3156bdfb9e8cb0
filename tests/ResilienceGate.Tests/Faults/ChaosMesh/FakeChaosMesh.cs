using System.Text.Json;
using System.Text.Json.Nodes;
using k8s;
using k8s.Models;
using ResilienceGate.Faults.ChaosMesh;

namespace ResilienceGate.Tests.Faults.ChaosMesh;

/// <summary>
/// The controller of Chaos Mesh, as far as it writes to its objects. It takes one step whenever somebody looks at one of
/// them, so that each step is seen and nobody has to wait.
/// </summary>
internal sealed class FakeChaosMesh(IKubernetes cluster, ChaosTrap trap) : DelegatingHandler
{
    private const string Finalizer = "chaos-mesh/records";

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        var path = request.RequestUri?.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries) ?? [];
        if (
            request.Method == HttpMethod.Get
            && path is ["apis", ChaosApi.Group, _, "namespaces", var ns, var kind, var name]
        )
            await StepAsync(ns, kind, name, cancellationToken);
        return await base.SendAsync(request, cancellationToken);
    }

    private async Task StepAsync(string ns, string kind, string name, CancellationToken ct)
    {
        if (await FindAsync(ns, kind, name, ct) is not { } found)
            return;
        if (found["status"] is null)
            await WriteAsync(ns, kind, name, Selected(found), ct);
        else if (found["metadata"]?["deletionTimestamp"] is not null)
            await RecoverAsync(ns, kind, name, found, ct);
        else if (!IsInjected(found))
            await InjectAsync(ns, kind, name, found, ct);
    }

    /// <summary>What is selected is not injected yet, and counts as recovered all the same.</summary>
    private JsonObject Selected(JsonObject found)
    {
        string[] pods = trap is ChaosTrap.SelectsNothing ? [] : Pods(found);
        if (trap is ChaosTrap.MissesOne)
            pods = pods[1..];
        return new JsonObject
        {
            ["metadata"] = new JsonObject { ["finalizers"] = new JsonArray(Finalizer) },
            ["status"] = Status(
                [.. pods.Select(p => Record(p, 0, 0))],
                ("Selected", trap is not ChaosTrap.SelectsNothing),
                ("AllInjected", false),
                ("AllRecovered", true)
            ),
        };
    }

    private async Task InjectAsync(string ns, string kind, string name, JsonObject found, CancellationToken ct)
    {
        if (trap is ChaosTrap.SelectsNothing)
            return;
        var isDone = trap is not ChaosTrap.FailsToInject;
        var records = Records(found).Select(r => Record(Id(r), isDone ? 1 : 0, 0, isDone ? null : "no such qdisc"));
        await WriteAsync(
            ns,
            kind,
            name,
            new JsonObject
            {
                ["status"] = Status(
                    [.. records],
                    ("Selected", true),
                    ("AllInjected", isDone),
                    ("AllRecovered", !isDone)
                ),
            },
            ct
        );
        if (found["spec"]?["action"]?.ToString() is not "pod-kill")
            return;
        foreach (var pod in Records(found).Select(Id))
            await cluster.CoreV1.DeleteNamespacedPodAsync(
                pod.Split('/')[1],
                ns,
                new V1DeleteOptions { GracePeriodSeconds = found["spec"]?["gracePeriod"]?.GetValue<int>() },
                cancellationToken: ct
            );
    }

    /// <summary>First the records, then the finalizer.</summary>
    private async Task RecoverAsync(string ns, string kind, string name, JsonObject found, CancellationToken ct)
    {
        if (trap is ChaosTrap.DiesInjected)
            return;
        var isForced =
            found["metadata"]?["annotations"]?["chaos-mesh.chaos-mesh.org/cleanFinalizer"]?.ToString() is "forced";
        var isOn = Records(found).Any(r => Count(r, "injectedCount") > Count(r, "recoveredCount"));
        var isOneShot = found["spec"]?["action"]?.ToString() is "pod-kill";
        if (isForced || !isOn || isOneShot)
            await WriteAsync(
                ns,
                kind,
                name,
                new JsonObject { ["metadata"] = new JsonObject { ["finalizers"] = new JsonArray() } },
                ct
            );
        else if (trap is not ChaosTrap.FailsToRecover)
            await WriteAsync(
                ns,
                kind,
                name,
                new JsonObject
                {
                    ["status"] = Status(
                        [.. Records(found).Select(r => Record(Id(r), 1, 1))],
                        ("Selected", true),
                        ("AllInjected", false),
                        ("AllRecovered", true)
                    ),
                },
                ct
            );
    }

    private async Task<JsonObject?> FindAsync(string ns, string kind, string name, CancellationToken ct)
    {
        var list = await cluster.CustomObjects.ListNamespacedCustomObjectAsync(
            ChaosApi.Group,
            "v1alpha1",
            ns,
            kind,
            cancellationToken: ct
        );
        return (JsonSerializer.SerializeToNode(list)?["items"] as JsonArray ?? [])
            .OfType<JsonObject>()
            .FirstOrDefault(o => o["metadata"]?["name"]?.ToString() == name);
    }

    private Task<object> WriteAsync(string ns, string kind, string name, JsonObject patch, CancellationToken ct) =>
        cluster.CustomObjects.PatchNamespacedCustomObjectAsync(
            new V1Patch(patch.ToJsonString(), V1Patch.PatchType.MergePatch),
            ChaosApi.Group,
            "v1alpha1",
            ns,
            kind,
            name,
            cancellationToken: ct
        );

    private static bool IsInjected(JsonObject found) =>
        Records(found) is { Count: > 0 } records && records.All(r => Count(r, "injectedCount") > 0);

    private static string[] Pods(JsonObject found) =>
        [
            .. (found["spec"]?["selector"]?["pods"] as JsonObject ?? []).SelectMany(n =>
                (n.Value as JsonArray ?? []).Select(p => $"{n.Key}/{p}")
            ),
        ];

    private static List<JsonObject> Records(JsonObject found) =>
        [.. (found["status"]?["experiment"]?["containerRecords"] as JsonArray ?? []).OfType<JsonObject>()];

    private static string Id(JsonObject record) => record["id"]?.ToString() ?? "";

    private static int Count(JsonObject record, string key) => record[key]?.GetValue<int>() ?? 0;

    private static JsonObject Record(string id, int injected, int recovered, string? failure = null) =>
        new()
        {
            ["id"] = id,
            ["selectorKey"] = ".",
            ["phase"] = injected > recovered ? "Injected" : "Not Injected",
            ["injectedCount"] = injected,
            ["recoveredCount"] = recovered,
            ["events"] = failure is null
                ? new JsonArray()
                : new JsonArray(
                    new JsonObject
                    {
                        ["type"] = "Failed",
                        ["operation"] = "Apply",
                        ["message"] = failure,
                        ["timestamp"] = "2026-01-02T03:04:05Z",
                    }
                ),
        };

    private static JsonObject Status(JsonNode[] records, params (string Type, bool Is)[] conditions) =>
        new()
        {
            ["conditions"] = new JsonArray([
                .. conditions.Select(c => new JsonObject { ["type"] = c.Type, ["status"] = c.Is ? "True" : "False" }),
            ]),
            ["experiment"] = new JsonObject { ["desiredPhase"] = "Run", ["containerRecords"] = new JsonArray(records) },
        };
}
