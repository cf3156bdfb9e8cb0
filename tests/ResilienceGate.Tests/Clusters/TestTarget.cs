using System.Globalization;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Logging.Abstractions;
using ResilienceGate.Clusters;
using ResilienceGate.Plans;
using ResilienceGate.Targets;

namespace ResilienceGate.Tests.Clusters;

/// <summary>A Deployment with its Service, whose controllers and kubelets are played by the test.</summary>
internal sealed class TestTarget
{
    private const string Model = "model";

    private readonly ApiCluster _cluster;
    private readonly HashSet<string> _endpoints = new(StringComparer.Ordinal);
    private readonly HashSet<string> _strangers = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    private TestTarget(ApiCluster cluster, string ns, int replicas)
    {
        _cluster = cluster;
        Namespace = ns;
        Target = new Target
        {
            Namespace = ns,
            Kind = "deployment",
            Name = Model,
            Replicas = replicas,
            Selector = $"app={Model}",
            Service = Model,
            ServiceAddress = "10.0.0.1:80",
            ServiceHost = $"{Model}.{ns}.svc:80",
            PodTemplate = "{}",
            PodPort = 8080,
            ReadinessPeriod = TimeSpan.FromSeconds(1),
        };
    }

    public string Namespace { get; }

    public Target Target { get; }

    public TargetPlan Plan =>
        new()
        {
            Namespace = Namespace,
            Kind = "deployment",
            Name = Model,
            Service = Model,
            Port = 80,
            Line = 1,
        };

    /// <summary>A target whose pods <c>model-1</c> to <c>model-N</c> all serve.</summary>
    /// <param name="nodes">Where they are, one after the other, again and again.</param>
    public static TestTarget Create(ApiCluster cluster, int replicas, params string[] nodes)
    {
        var target = new TestTarget(cluster, cluster.NewNamespace(), replicas);
        target.CreateWorkload(replicas);
        cluster.Objects.EndpointSlices.Create(target.Slice());
        for (var i = 1; i <= replicas; i++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"model-{i}");
            target.AddPod(name, nodes.Length == 0 ? "n1" : nodes[(i - 1) % nodes.Length]);
            target.MakeReady(name);
        }
        return target;
    }

    public V1Pod AddPod(string name, string node = "n1", string app = Model, bool onHostNetwork = false) =>
        _cluster.Objects.Pods.Create(
            new V1Pod
            {
                Metadata = new V1ObjectMeta
                {
                    Name = name,
                    NamespaceProperty = Namespace,
                    Labels = new Dictionary<string, string> { ["app"] = app },
                },
                Spec = new V1PodSpec
                {
                    NodeName = node,
                    HostNetwork = onHostNetwork ? true : null,
                    TerminationGracePeriodSeconds = 30,
                    Containers = [new V1Container { Name = "c", Image = "c:1" }],
                },
            }
        );

    /// <summary>What a kubelet reports of a pod whose conditions are these.</summary>
    public void Report(string name, params string[] conditions) =>
        _cluster.Objects.Pods.ChangeStatus(
            Namespace,
            name,
            pod =>
            {
                pod.Status.Phase = "Running";
                pod.Status.PodIP = "10.1.0.1";
                pod.Status.Conditions = [.. conditions.Select(c => new V1PodCondition { Type = c, Status = "True" })];
                pod.Status.ContainerStatuses =
                [
                    new V1ContainerStatus
                    {
                        Name = "c",
                        Image = "c:1",
                        ImageID = "",
                        Ready = true,
                        RestartCount = 0,
                        State = new V1ContainerState { Running = new V1ContainerStateRunning() },
                    },
                ];
            }
        );

    /// <summary>The pod has been through everything, and the Service sends it traffic.</summary>
    public void MakeReady(string name)
    {
        Report(name, "PodScheduled", "PodReadyToStartContainers", "Initialized", "Ready");
        lock (_lock)
            _endpoints.Add(name);
        WriteSlice();
    }

    public void TakeOutOfEndpoints(string name)
    {
        lock (_lock)
            _endpoints.Remove(name);
        WriteSlice();
    }

    /// <summary>A pod of another workload is behind the same Service.</summary>
    public void AddStranger(string name)
    {
        lock (_lock)
            _strangers.Add(name);
        WriteSlice();
    }

    /// <summary>The kubelet has stopped the pod: it is gone.</summary>
    public void Finish(string name)
    {
        TakeOutOfEndpoints(name);
        if (Find(name) is { } pod)
            _cluster.Objects.Pods.Delete(pod, TimeSpan.Zero);
    }

    public V1Pod? Find(string name) => _cluster.Objects.Pods.Find(Namespace, name);

    public bool IsMarked(string name) => Find(name)?.Metadata.DeletionTimestamp is not null;

    public Task<TargetWatch> WatchAsync(RunClock clock, CancellationToken ct) => WatchAsync(_cluster.Client, clock, ct);

    public Task<TargetWatch> WatchAsync(IKubernetes client, RunClock clock, CancellationToken ct) =>
        TargetWatch.StartAsync(client, Target, clock, NullLogger.Instance, ct);

    public void Delete() =>
        _cluster.Objects.Deployments.Delete(
            _cluster.Objects.Deployments.Find(Namespace, Model) ?? throw new InvalidOperationException()
        );

    /// <summary>What somebody does to the Deployment, or an autoscaler.</summary>
    public void Change(Action<V1DeploymentSpec> change) =>
        _cluster.Objects.Deployments.Change(Namespace, Model, d => change(d.Spec));

    private static V1PodTemplateSpec Template =>
        new()
        {
            Metadata = new V1ObjectMeta { Labels = new Dictionary<string, string> { ["app"] = Model } },
            Spec = new V1PodSpec { Containers = [new V1Container { Name = "c", Image = "c:1" }] },
        };

    private void CreateWorkload(int replicas)
    {
        var labels = new Dictionary<string, string> { ["app"] = Model };
        _cluster.Objects.Deployments.Create(
            new V1Deployment
            {
                Metadata = new V1ObjectMeta { Name = Model, NamespaceProperty = Namespace },
                Spec = new V1DeploymentSpec
                {
                    Replicas = replicas,
                    Selector = new V1LabelSelector { MatchLabels = labels },
                    Template = Template,
                },
            }
        );
    }

    private void WriteSlice()
    {
        var endpoints = Slice().Endpoints;
        _cluster.Objects.EndpointSlices.Change(Namespace, Model, slice => slice.Endpoints = endpoints);
    }

    private V1EndpointSlice Slice()
    {
        lock (_lock)
            return new V1EndpointSlice
            {
                AddressType = "IPv4",
                Metadata = new V1ObjectMeta
                {
                    Name = Model,
                    NamespaceProperty = Namespace,
                    Labels = new Dictionary<string, string> { ["kubernetes.io/service-name"] = Model },
                },
                Endpoints =
                [
                    .. _endpoints.Select(Find).OfType<V1Pod>().Select(p => Endpoint(p.Uid(), p.Name())),
                    .. _strangers.Select(s => Endpoint($"uid-of-{s}", s)),
                ],
            };
    }

    private static V1Endpoint Endpoint(string uid, string pod) =>
        new()
        {
            Addresses = ["10.1.0.1"],
            Conditions = new V1EndpointConditions { Ready = true },
            TargetRef = new V1ObjectReference
            {
                Kind = "Pod",
                Uid = uid,
                Name = pod,
            },
        };
}
