using k8s;
using k8s.Models;
using ResilienceGate.LocalCluster.Controllers;
using ResilienceGate.LocalCluster.Store;
using ResilienceGate.Plans;
using ResilienceGate.Targets;
using ResilienceGate.Tests.Clusters;

namespace ResilienceGate.Tests.Targets;

public sealed class TargetReaderTests(ApiCluster cluster) : IClassFixture<ApiCluster>
{
    private readonly TestTarget _target = TestTarget.Create(cluster, 3);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_target_is_read_with_everything_that_the_run_needs_of_it()
    {
        AddService("10.0.0.7", new V1ServicePort { Port = 80, TargetPort = "http" });
        ChangePods(pod =>
        {
            pod.Containers[0].Ports = [new V1ContainerPort { Name = "http", ContainerPort = 8080 }];
            pod.Containers[0].ReadinessProbe = new V1Probe
            {
                PeriodSeconds = 3,
                HttpGet = new V1HTTPGetAction { Port = "http" },
            };
        });

        var target = await ReadAsync();

        Assert.Equal($"{_target.Namespace}/deployment/model", target.ToString());
        Assert.Equal((3, "app=model", 8080), (target.Replicas, target.Selector, target.PodPort));
        Assert.Equal(TimeSpan.FromSeconds(3), target.ReadinessPeriod);
        Assert.Equal("10.0.0.7:80", target.ServiceAddress);
        Assert.Equal($"model.{_target.Namespace}.svc:80", target.ServiceHost);
    }

    [Fact]
    public async Task An_address_of_IPv6_stands_in_brackets_before_its_port()
    {
        AddService("fd00::7", new V1ServicePort { Port = 80 });

        Assert.Equal("[fd00::7]:80", (await ReadAsync()).ServiceAddress);
    }

    [Fact]
    public async Task A_service_without_a_target_port_calls_the_pods_on_its_own()
    {
        AddService("10.0.0.7", new V1ServicePort { Port = 80 });

        Assert.Equal(80, (await ReadAsync()).PodPort);
    }

    [Fact]
    public async Task A_numbered_target_port_is_taken_as_it_is_and_pods_without_a_probe_are_ready_when_they_run()
    {
        AddService("10.0.0.7", new V1ServicePort { Port = 80, TargetPort = 9000 });

        var target = await ReadAsync();

        Assert.Equal((9000, TimeSpan.FromSeconds(1)), (target.PodPort, target.ReadinessPeriod));
    }

    [Fact]
    public async Task A_workload_that_is_not_there_is_named_with_the_command_that_lists_them()
    {
        var plan = _target.Plan;

        await RefusedAsync($"kubectl -n {_target.Namespace} get deployments", plan with { Name = "other" });
        await RefusedAsync($"kubectl -n {_target.Namespace} get statefulsets", plan with { Kind = "statefulset" });
    }

    [Fact]
    public Task A_service_that_is_not_there_is_named_with_the_command_that_lists_them() =>
        RefusedAsync($"kubectl -n {_target.Namespace} get services");

    [Fact]
    public async Task A_port_that_the_service_does_not_have_is_named_with_those_that_it_has()
    {
        AddService("10.0.0.7", new V1ServicePort { Port = 81 });

        await RefusedAsync("has no port 80; it has 81");
    }

    [Fact]
    public async Task A_port_name_that_no_container_has_is_named()
    {
        AddService("10.0.0.7", new V1ServicePort { Port = 80, TargetPort = "grpc" });

        await RefusedAsync("a port named 'grpc'");
    }

    [Fact]
    public async Task A_headless_service_has_no_address_to_call()
    {
        AddService("None", new V1ServicePort { Port = 80 });

        await RefusedAsync("has no cluster IP");
    }

    [Fact]
    public async Task Nothing_is_tested_of_a_target_without_replicas()
    {
        cluster.Objects.Deployments.Change(_target.Namespace, "model", d => d.Spec.Replicas = 0);

        await RefusedAsync("scaled to 0 replicas");
    }

    [Fact]
    public async Task Pods_on_the_hosts_network_are_never_hit()
    {
        ChangePods(pod => pod.HostNetwork = true);

        await RefusedAsync("host's network");
    }

    [Fact]
    public async Task Every_kind_of_selector_is_spelled_as_the_api_wants_it()
    {
        AddService("10.0.0.7", new V1ServicePort { Port = 80 });
        var labels = new Dictionary<string, string> { ["app"] = "model", ["tier"] = "a" };
        new Resource<V1StatefulSet>(cluster.Store, ResourceTypes.StatefulSets).Create(
            new V1StatefulSet
            {
                Metadata = new V1ObjectMeta { Name = "model", NamespaceProperty = _target.Namespace },
                Spec = new V1StatefulSetSpec
                {
                    ServiceName = "model",
                    Selector = new V1LabelSelector
                    {
                        MatchLabels = new Dictionary<string, string> { ["app"] = "model" },
                        MatchExpressions =
                        [
                            Requirement("tier", "In", "a", "b"),
                            Requirement("tier", "NotIn", "c"),
                            Requirement("tier", "Exists"),
                            Requirement("old", "DoesNotExist"),
                        ],
                    },
                    Template = new V1PodTemplateSpec
                    {
                        Metadata = new V1ObjectMeta { Labels = labels },
                        Spec = new V1PodSpec { Containers = [new V1Container { Name = "c", Image = "c:1" }] },
                    },
                },
            }
        );

        var target = await ReadAsync(_target.Plan with { Kind = "statefulset" });

        Assert.Equal((1, "app=model,tier in (a,b),tier notin (c),tier,!old"), (target.Replicas, target.Selector));
        cluster.Objects.Pods.Change(_target.Namespace, "model-2", p => p.Metadata.Labels = labels);
        var pods = await cluster.Client.CoreV1.ListNamespacedPodAsync(
            _target.Namespace,
            labelSelector: target.Selector,
            cancellationToken: Ct
        );
        Assert.Equal("model-2", Assert.Single(pods.Items).Name());
    }

    private static V1LabelSelectorRequirement Requirement(string key, string operation, params string[] values) =>
        new()
        {
            Key = key,
            OperatorProperty = operation,
            Values = values.Length == 0 ? null : values,
        };

    private Task<Target> ReadAsync(TargetPlan? plan = null) =>
        new TargetReader(cluster.Client).ReadAsync(plan ?? _target.Plan, Ct);

    private async Task RefusedAsync(string why, TargetPlan? plan = null) =>
        Assert.Contains(
            why,
            (await Assert.ThrowsAsync<GateException>(() => ReadAsync(plan))).Message,
            StringComparison.Ordinal
        );

    private void ChangePods(Action<V1PodSpec> change) =>
        cluster.Objects.Deployments.Change(_target.Namespace, "model", d => change(d.Spec.Template.Spec));

    private void AddService(string address, V1ServicePort port) =>
        cluster.Objects.Services.Create(
            new V1Service
            {
                Metadata = new V1ObjectMeta { Name = "model", NamespaceProperty = _target.Namespace },
                Spec = new V1ServiceSpec
                {
                    ClusterIP = address,
                    Ports = [port],
                    Selector = new Dictionary<string, string> { ["app"] = "model" },
                },
            }
        );
}
