using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Tests.Store;

/// <summary>What the server makes of what a client leaves out, or writes in another form.</summary>
public sealed class DefaultsTests
{
    private readonly ObjectStore _store = new(new FakeTimeProvider());

    [Fact]
    public void A_pod_gets_the_defaults_of_a_real_cluster()
    {
        var pod = Json.Object(
            """
            {
              "metadata": { "name": "a", "creationTimestamp": null, "labels": {} },
              "spec": {
                "containers": [{
                  "name": "c",
                  "image": "registry:5000/web",
                  "ports": [{ "containerPort": 80 }],
                  "readinessProbe": { "httpGet": { "port": 80 } },
                  "resources": { "limits": { "cpu": 0.5, "memory": "1024Mi" } }
                }]
              }
            }
            """
        );

        var spec = Create(ResourceTypes.Pods, pod).Object("spec") ?? [];

        Json.AreEqual(
            Json.Object(
                """
                {
                  "containers": [{
                    "name": "c",
                    "image": "registry:5000/web",
                    "ports": [{ "containerPort": 80, "protocol": "TCP" }],
                    "readinessProbe": {
                      "httpGet": { "port": 80, "path": "/", "scheme": "HTTP" },
                      "timeoutSeconds": 1, "periodSeconds": 10, "successThreshold": 1, "failureThreshold": 3
                    },
                    "resources": { "limits": { "cpu": "500m", "memory": "1Gi" }, "requests": { "cpu": "500m", "memory": "1Gi" } },
                    "imagePullPolicy": "Always",
                    "terminationMessagePath": "/dev/termination-log",
                    "terminationMessagePolicy": "File"
                  }],
                  "dnsPolicy": "ClusterFirst",
                  "enableServiceLinks": true,
                  "preemptionPolicy": "PreemptLowerPriority",
                  "priority": 0,
                  "restartPolicy": "Always",
                  "schedulerName": "default-scheduler",
                  "securityContext": {},
                  "serviceAccount": "default",
                  "serviceAccountName": "default",
                  "terminationGracePeriodSeconds": 30,
                  "tolerations": [
                    { "key": "node.kubernetes.io/not-ready", "operator": "Exists", "effect": "NoExecute", "tolerationSeconds": 300 },
                    { "key": "node.kubernetes.io/unreachable", "operator": "Exists", "effect": "NoExecute", "tolerationSeconds": 300 }
                  ]
                }
                """
            ),
            spec
        );
    }

    [Theory]
    [InlineData("""{}""", "BestEffort")]
    [InlineData("""{"limits":{"cpu":"1","memory":"1Gi"}}""", "Guaranteed")]
    [InlineData("""{"limits":{"cpu":"1"}}""", "Burstable")]
    [InlineData("""{"requests":{"cpu":"1"},"limits":{"cpu":"2","memory":"1Gi"}}""", "Burstable")]
    public void The_quality_of_service_follows_the_resources(string resources, string expected)
    {
        var pod = Json.Pod("a");
        pod.Object("spec")?.Items("containers").Single().Add("resources", JsonNode.Parse(resources));

        Assert.Equal(expected, Create(ResourceTypes.Pods, pod).Object("status")?.Text("qosClass"));
    }

    [Theory]
    [InlineData("web", "Always")]
    [InlineData("web:latest", "Always")]
    [InlineData("host:80/web", "Always")]
    [InlineData("web:1", "IfNotPresent")]
    [InlineData("web@sha256:00", "IfNotPresent")]
    public void An_image_without_a_tag_means_the_latest(string image, string policy)
    {
        var pod = Json.Pod("a");
        pod.Object("spec")?.Items("containers").Single()["image"] = image;

        Assert.Equal(
            policy,
            Create(ResourceTypes.Pods, pod).Object("spec")?.Items("containers").Single().Text("imagePullPolicy")
        );
    }

    [Fact]
    public void A_job_selects_its_pods_by_its_own_uid()
    {
        var job = Json.Object(
            """{"metadata":{"name":"a"},"spec":{"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"c","image":"x:1"}]}}}}"""
        );

        var created = Create(ResourceTypes.Jobs, job);

        var uid = created.Metadata.Text("uid");
        var spec = created.Object("spec") ?? [];
        Assert.Equal(uid, spec.Object("selector")?.Object("matchLabels")?.Text("batch.kubernetes.io/controller-uid"));
        Assert.Equal("a", spec.Object("template")?.Metadata.Object("labels")?.Text("batch.kubernetes.io/job-name"));
        Assert.Equal((1, 1, 6), (spec.Number("completions"), spec.Number("parallelism"), spec.Number("backoffLimit")));
    }

    [Fact]
    public void A_lease_keeps_its_microseconds_and_other_times_do_not()
    {
        var lease = Json.Object(
            """{"metadata":{"name":"a","annotations":{"x":"2026-01-01T00:00:00.123456Z"}},"spec":{"renewTime":"2026-01-01T00:00:00.123456Z"}}"""
        );
        var pod = (JsonObject)_store.Create(ResourceTypes.Pods, "default", Json.Pod("a")).Json.DeepClone();
        pod.EnsureObject("status")["startTime"] = "2026-01-01T00:00:00.123456+01:00";

        var renewed = Create(ResourceTypes.Leases, lease).Object("spec")?.Text("renewTime");
        var started = _store
            .Update(ResourceTypes.Pods, "default", pod, "status")
            .Json.Object("status")
            ?.Text("startTime");

        Assert.Equal("2026-01-01T00:00:00.123456Z", renewed);
        Assert.Equal("2025-12-31T23:00:00Z", started);
    }

    [Fact]
    public void Unknown_fields_are_dropped_as_a_real_server_drops_them()
    {
        var map = Json.Object("""{"metadata":{"name":"a","nonsense":1},"data":{"k":"v"},"more":{}}""");

        var created = Create(ResourceTypes.ConfigMaps, map);

        Assert.False(created.ContainsKey("more"));
        Assert.False(created.Metadata.ContainsKey("nonsense"));
        Assert.Equal("v", created.Object("data")?.Text("k"));
    }

    [Theory]
    [InlineData("""{"metadata":{"name":"a"},"spec":{"containers":[]}}""", "spec.containers: Required value")]
    [InlineData(
        """{"metadata":{"name":"a"},"spec":{"containers":[{"name":"c"}]}}""",
        "spec.containers[0].image: Required value"
    )]
    [InlineData(
        """{"metadata":{"name":"A"},"spec":{"containers":[{"name":"c","image":"x"}]}}""",
        "metadata.name: Invalid value: \"A\""
    )]
    public void Mistakes_in_a_pod_are_named(string pod, string expected)
    {
        var refusal = Assert.Throws<StatusException>(() => Create(ResourceTypes.Pods, Json.Object(pod)));

        Assert.Equal((422, "Invalid"), (refusal.Status.Code, refusal.Status.Reason));
        Assert.Contains(expected, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_of_the_wrong_kind_is_a_bad_request()
    {
        var deployment = Json.Deployment("a");
        deployment.EnsureObject("spec")["replicas"] = "three";

        var refusal = Assert.Throws<StatusException>(() => Create(ResourceTypes.Deployments, deployment));

        Assert.Equal(400, refusal.Status.Code);
        Assert.Contains(
            "cannot unmarshal string into Go struct field spec.replicas of type int32",
            refusal.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_running_pod_changes_only_where_a_real_server_lets_it()
    {
        var pod = (JsonObject)_store.Create(ResourceTypes.Pods, "default", Json.Pod("a")).Json.DeepClone();
        var container = pod.Object("spec")?.Items("containers").Single() ?? [];
        container["image"] = "web:2";
        var patched = _store.Update(ResourceTypes.Pods, "default", pod, subresource: null);
        container["command"] = new JsonArray("sleep");
        pod.EnsureObject("metadata").Remove("resourceVersion");

        var refusal = Assert.Throws<StatusException>(() =>
            _store.Update(ResourceTypes.Pods, "default", pod, subresource: null)
        );

        Assert.Equal("web:2", patched.Json.Object("spec")?.Items("containers").Single().Text("image"));
        Assert.Contains("pod updates may not change fields other than", refusal.Message, StringComparison.Ordinal);
    }

    private JsonObject Create(ResourceType type, JsonObject obj) => _store.Create(type, "default", obj).Json;
}
