using k8s.Models;
using ResilienceGate.LocalCluster.Tests.Controllers;

namespace ResilienceGate.LocalCluster.Tests.Nodes.Pods;

public sealed class PodEnvironmentTests : IAsyncDisposable
{
    private readonly TestNode _node = new();

    public ValueTask DisposeAsync() => _node.DisposeAsync();

    [Fact]
    public async Task Variables_come_from_fields_maps_secrets_and_each_other()
    {
        AddConfigMap("settings", new() { ["color"] = "blue", ["SIZE"] = "big" });
        _node.Cluster.Objects.Secrets.Create(
            new V1Secret
            {
                ApiVersion = "v1",
                Kind = "Secret",
                Metadata = new V1ObjectMeta { Name = "token", NamespaceProperty = "default" },
                Data = new Dictionary<string, byte[]> { ["key"] = "s3cret"u8.ToArray() },
            }
        );
        var pod = await RunAsync(
            "echo $SIZE $COLOR $KEY $NAME $NODE $LABEL $BOTH $LIMIT; [ $IP = $HOST_IP ] || echo apart",
            pod =>
            {
                pod.Metadata.Labels = new Dictionary<string, string> { ["app"] = "web" };
                var app = pod.Spec.Containers[0];
                app.Resources = new V1ResourceRequirements
                {
                    Limits = new Dictionary<string, ResourceQuantity> { ["memory"] = new("64Mi") },
                };
                app.EnvFrom = [new V1EnvFromSource { ConfigMapRef = new V1ConfigMapEnvSource { Name = "settings" } }];
                app.Env =
                [
                    From(
                        "COLOR",
                        new()
                        {
                            ConfigMapKeyRef = new() { Name = "settings", Key = "color" },
                        }
                    ),
                    From(
                        "KEY",
                        new()
                        {
                            SecretKeyRef = new() { Name = "token", Key = "key" },
                        }
                    ),
                    From("NAME", new() { FieldRef = new() { FieldPath = "metadata.name" } }),
                    From("NODE", new() { FieldRef = new() { FieldPath = "spec.nodeName" } }),
                    From("LABEL", new() { FieldRef = new() { FieldPath = "metadata.labels['app']" } }),
                    From("IP", new() { FieldRef = new() { FieldPath = "status.podIP" } }),
                    From("HOST_IP", new() { FieldRef = new() { FieldPath = "status.hostIP" } }),
                    From(
                        "LIMIT",
                        new()
                        {
                            ResourceFieldRef = new() { Resource = "limits.memory", Divisor = new("1Mi") },
                        }
                    ),
                    new V1EnvVar { Name = "BOTH", Value = "$(COLOR)-$(NOPE)-$$(COLOR)" },
                ];
            }
        );
        Assert.Equal("big blue s3cret pod node-1 web blue-$(NOPE)-$(COLOR) 64\napart\n", await _node.LogAsync(pod));
    }

    [Fact]
    public async Task Services_of_the_namespace_are_told_of()
    {
        _node.Cluster.Objects.Services.Create(
            new V1Service
            {
                ApiVersion = "v1",
                Kind = "Service",
                Metadata = new V1ObjectMeta { Name = "my-model", NamespaceProperty = "default" },
                Spec = new V1ServiceSpec
                {
                    ClusterIP = "127.9.1.1",
                    Ports = [new V1ServicePort { Port = 8080, Name = "http" }],
                },
            }
        );
        var pod = await RunAsync("echo $MY_MODEL_SERVICE_HOST $MY_MODEL_SERVICE_PORT_HTTP $MY_MODEL_PORT");
        Assert.Equal("127.9.1.1 8080 tcp://127.9.1.1:8080\n", await _node.LogAsync(pod));
    }

    [Fact]
    public async Task Containers_share_their_volumes_by_the_paths_of_their_mounts()
    {
        AddConfigMap("files", new() { ["a.txt"] = "from the map" });
        var pod = await RunAsync(
            "cat /data/copy",
            pod =>
            {
                pod.Spec.Volumes =
                [
                    new V1Volume
                    {
                        Name = "files",
                        ConfigMap = new V1ConfigMapVolumeSource { Name = "files" },
                    },
                    new V1Volume { Name = "scratch", EmptyDir = new V1EmptyDirVolumeSource() },
                ];
                pod.Spec.InitContainers = [TestNode.Shell("copy", "cp /etc/files/a.txt /scratch/copy")];
                pod.Spec.InitContainers[0].VolumeMounts = [Mount("/etc/files", "files"), Mount("/scratch", "scratch")];
                pod.Spec.Containers[0].VolumeMounts = [Mount("/data", "scratch")];
            }
        );
        Assert.Equal("from the map", await _node.LogAsync(pod));
    }

    [Fact]
    public async Task A_container_waits_for_a_missing_source_and_says_so()
    {
        _node.Run(
            "echo $X",
            pod =>
                pod.Spec.Containers[0].Env = [
                    From(
                        "X",
                        new()
                        {
                            ConfigMapKeyRef = new() { Name = "late", Key = "x" },
                        }
                    ),
                ]
        );
        var pod = await _node.Pods.UntilAsync(
            "pod",
            pod => pod.Status.ContainerStatuses?[0].State.Waiting is { Message: not null }
        );
        var waiting = pod.Status.ContainerStatuses[0].State.Waiting;
        Assert.Equal(("CreateContainerConfigError", "configmap \"late\" not found"), (waiting.Reason, waiting.Message));
        AddConfigMap("late", new() { ["x"] = "here" });
        await _node.Cluster.AdvanceUntilAsync(
            () => _node.Pods.Find("default", "pod")?.Status.Phase is "Succeeded",
            TimeSpan.FromSeconds(1)
        );
        Assert.Equal("here\n", await _node.LogAsync(pod));
    }

    [Fact]
    public async Task A_pod_waits_for_a_missing_volume()
    {
        _node.Run(
            "cat /etc/late/x",
            pod =>
            {
                pod.Spec.Volumes =
                [
                    new V1Volume
                    {
                        Name = "v",
                        ConfigMap = new V1ConfigMapVolumeSource { Name = "late" },
                    },
                ];
                pod.Spec.Containers[0].VolumeMounts = [Mount("/etc/late", "v")];
            }
        );
        await _node.Cluster.Objects.Events.FirstAsync(e =>
            e
                is {
                    Reason: "FailedMount",
                    Message: "MountVolume.SetUp failed for volume \"v\" : configmap \"late\" not found"
                }
        );
        AddConfigMap("late", new() { ["x"] = "here" });
        await _node.Cluster.AdvanceUntilAsync(
            () => _node.Pods.Find("default", "pod")?.Status.Phase is "Succeeded",
            TimeSpan.FromSeconds(2)
        );
    }

    [Fact]
    public async Task Each_run_begins_in_an_empty_directory_that_is_its_home()
    {
        var marker = _node.Flag("second-run");
        var pod = await RunAsync(
            $"pwd > here; [ $HOME = $PWD ] || exit 9; ls; [ -e {marker} ] && exit 0; touch {marker}; exit 1",
            pod => pod.Spec.RestartPolicy = "OnFailure"
        );
        Assert.Equal("here\n", await _node.LogAsync(pod));
    }

    private static V1VolumeMount Mount(string path, string volume) => new() { Name = volume, MountPath = path };

    private static V1EnvVar From(string name, V1EnvVarSource source) => new() { Name = name, ValueFrom = source };

    private void AddConfigMap(string name, Dictionary<string, string> data) =>
        _node.Cluster.Objects.ConfigMaps.Create(
            new V1ConfigMap
            {
                ApiVersion = "v1",
                Kind = "ConfigMap",
                Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = "default" },
                Data = data,
            }
        );

    private async Task<V1Pod> RunAsync(string script, Action<V1Pod>? change = null)
    {
        _node.Run(script, change);
        return await _node.Pods.UntilAsync("pod", pod => pod.Status.Phase is "Succeeded");
    }
}
