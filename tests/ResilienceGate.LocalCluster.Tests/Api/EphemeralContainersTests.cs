using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Text.Json.Nodes;
using k8s;
using k8s.Models;
using ResilienceGate.LocalCluster.Store;
using ResilienceGate.LocalCluster.Tests.Store;

namespace ResilienceGate.LocalCluster.Tests.Api;

/// <summary><c>pods/ephemeralcontainers</c>; the messages are a real server's.</summary>
public sealed class EphemeralContainersTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    private const string Debug = """{ "name": "debug", "image": "shell:1", "command": ["sh"] }""";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task They_are_added_by_name_and_nothing_else_of_the_pod_is_changed()
    {
        var pod = await RunPodAsync();
        await PatchAsync(pod, Strategic($$"""{ "spec": { "ephemeralContainers": [{{Debug}}] } }"""));

        var changed = await PatchAsync(
            pod,
            Strategic(
                """
                {
                  "metadata": { "labels": { "changed": "1" } },
                  "spec": {
                    "containers": [{ "name": "web", "image": "web:2" }],
                    "ephemeralContainers": [{ "name": "second", "image": "shell:1" }]
                  }
                }
                """
            )
        );

        Assert.Equal(["debug", "second"], changed.Spec.EphemeralContainers.Select(c => c.Name).Order());
        Assert.Equal("/dev/termination-log", changed.Spec.EphemeralContainers[0].TerminationMessagePath);
        Assert.Equal("web:1", changed.Spec.Containers[0].Image);
        Assert.DoesNotContain("changed", changed.Metadata.Labels.Keys);
        Assert.Equal(pod.Metadata.Generation + 2, changed.Metadata.Generation);
    }

    [Fact]
    public async Task A_JSON_patch_and_a_whole_pod_do_as_well()
    {
        var pod = await RunPodAsync();

        var patched = await PatchAsync(
            pod,
            new V1Patch(
                $$"""[{ "op": "add", "path": "/spec/ephemeralContainers", "value": [{{Debug}}] }]""",
                V1Patch.PatchType.JsonPatch
            )
        );
        patched.Spec.EphemeralContainers.Add(new V1EphemeralContainer { Name = "second", Image = "shell:1" });
        await cluster.Client.CoreV1.ReplaceNamespacedPodEphemeralcontainersAsync(
            patched,
            pod.Name(),
            pod.Namespace(),
            cancellationToken: Ct
        );

        var read = await cluster.Client.CoreV1.ReadNamespacedPodEphemeralcontainersAsync(
            pod.Name(),
            pod.Namespace(),
            cancellationToken: Ct
        );
        Assert.Equal(["debug", "second"], read.Spec.EphemeralContainers.Select(c => c.Name));
    }

    [Theory]
    [InlineData("""{ "name": "web", "image": "x" }""", "[0].name: Duplicate value: \"web\"")]
    [InlineData(
        """{ "name": "d", "image": "x", "targetContainerName": "nope" }""",
        "[0].targetContainerName: Not found: \"nope\""
    )]
    [InlineData("""{ "name": "d" }""", "[0].image: Required value")]
    [InlineData(
        """{ "name": "d", "image": "x", "ports": [{ "containerPort": 80 }] }""",
        "[0].ports: Forbidden: cannot be set for an Ephemeral Container"
    )]
    [InlineData(
        """{ "name": "d", "image": "x", "livenessProbe": { "tcpSocket": { "port": 80 } } }""",
        "[0].livenessProbe: Forbidden: cannot be set for an Ephemeral Container"
    )]
    [InlineData(
        """{ "name": "d", "image": "x", "resources": { "limits": { "cpu": "1" } } }""",
        "[0].resources: Forbidden: cannot be set for an Ephemeral Container"
    )]
    [InlineData(
        """{ "name": "d", "image": "x", "volumeMounts": [{ "name": "nope", "mountPath": "/x" }] }""",
        "[0].volumeMounts[0].name: Not found: \"nope\""
    )]
    [InlineData(
        """{ "name": "Bad_Name", "image": "x" }""",
        "[0].name: Invalid value: \"Bad_Name\": a lowercase RFC 1123 label must consist of"
    )]
    public async Task What_an_ephemeral_container_may_not_have_is_refused(
        [StringSyntax(StringSyntaxAttribute.Json)] string container,
        string message
    )
    {
        var pod = await RunPodAsync();
        var refusal = await RefusalAsync(() =>
            PatchAsync(pod, Strategic($$"""{ "spec": { "ephemeralContainers": [{{container}}] } }"""))
        );
        Assert.StartsWith(
            $"Pod \"a\" is invalid: spec.ephemeralContainers{message}",
            refusal,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("""{ "spec": { "ephemeralContainers": null } }""", "removed")]
    [InlineData("""{ "spec": { "ephemeralContainers": [{ "name": "debug", "image": "other" }] } }""", "changed")]
    public async Task One_that_is_there_stays_as_it_is(
        [StringSyntax(StringSyntaxAttribute.Json)] string patch,
        string what
    )
    {
        var pod = await RunPodAsync();
        await PatchAsync(pod, Strategic($$"""{ "spec": { "ephemeralContainers": [{{Debug}}] } }"""));

        var refusal = await RefusalAsync(() => PatchAsync(pod, new V1Patch(patch, V1Patch.PatchType.MergePatch)));

        Assert.StartsWith(
            "Pod \"a\" is invalid: spec.ephemeralContainers: Forbidden: existing ephemeral containers \"debug\" "
                + $"may not be {what}",
            refusal,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task They_come_through_the_subresource_alone()
    {
        var pod = await RunPodAsync();
        var patch = Strategic($$"""{ "spec": { "ephemeralContainers": [{{Debug}}] } }""");

        var update = await RefusalAsync(() =>
            cluster.Client.CoreV1.PatchNamespacedPodAsync(patch, pod.Name(), pod.Namespace(), cancellationToken: Ct)
        );
        var create = Assert.Throws<StatusException>(() =>
        {
            var draft = Json.Pod("b");
            draft.EnsureObject("spec")["ephemeralContainers"] = new JsonArray(Json.Object(Debug));
            cluster.Store.Create(ResourceTypes.Pods, pod.Namespace(), draft);
        });

        Assert.StartsWith(
            "Pod \"a\" is invalid: spec: Forbidden: pod updates may not change fields other than",
            update,
            StringComparison.Ordinal
        );
        Assert.Equal(
            "Pod \"b\" is invalid: spec.ephemeralContainers: Forbidden: cannot be set on create",
            create.Message
        );
    }

    private async Task<V1Pod> RunPodAsync() => await cluster.RunPodAsync(await cluster.NewNamespaceAsync(Ct), "a", Ct);

    private static V1Patch Strategic([StringSyntax(StringSyntaxAttribute.Json)] string patch) =>
        new(patch, V1Patch.PatchType.StrategicMergePatch);

    private Task<V1Pod> PatchAsync(V1Pod pod, V1Patch patch) =>
        cluster.Client.CoreV1.PatchNamespacedPodEphemeralcontainersAsync(
            patch,
            pod.Name(),
            pod.Namespace(),
            cancellationToken: Ct
        );

    private static async Task<string> RefusalAsync(Func<Task> act) =>
        (await Refusal.OfAsync(HttpStatusCode.UnprocessableEntity, act)).Text("message") ?? "";
}
