using k8s;
using k8s.Models;
using ResilienceGate.LocalCluster.Api;
using ResilienceGate.LocalCluster.Controllers;
using ResilienceGate.LocalCluster.Images;
using ResilienceGate.LocalCluster.Nodes;
using ResilienceGate.LocalCluster.Nodes.Containers;
using ResilienceGate.LocalCluster.Nodes.Environment;
using ResilienceGate.LocalCluster.Nodes.Isolation.Loopback;
using ResilienceGate.LocalCluster.Nodes.Processes;
using ResilienceGate.LocalCluster.Nodes.Volumes;
using ResilienceGate.LocalCluster.Security.Tokens;
using ResilienceGate.LocalCluster.Services;
using ResilienceGate.LocalCluster.Store;
using ResilienceGate.LocalCluster.Tests.Controllers;
using ResilienceGate.LocalCluster.Tests.Store;

namespace ResilienceGate.LocalCluster.Tests.Nodes;

/// <summary>A kubelet that runs real processes, on a clock that the test moves.</summary>
internal sealed class TestNode : IAsyncDisposable
{
    public const string Name = "node-1";

    private readonly LoopbackIsolation _isolation = new(AddressBlock.ClaimLoopback(), shortcoming: null);
    private readonly string _directory = Directory.CreateTempSubdirectory().FullName;
    private readonly ServiceAccountTokens _tokens;

    public TestNode()
    {
        _tokens = new ServiceAccountTokens(Cluster.Store, Cluster.Clock);
        var sources = new ConfigSources(Cluster.Objects.ConfigMaps, Cluster.Objects.Secrets);
        var allocatable = new Dictionary<string, ResourceQuantity> { ["cpu"] = new("2"), ["memory"] = new("1Gi") };
        var runtime = new ContainerRuntime(
            new ImageCatalogue(new Dictionary<string, IReadOnlyList<string>> { ["shell"] = ["/bin/sh", "-c"] }),
            new MachineVariables { Path = "/usr/bin:/bin", DotnetRoot = "/usr/share/dotnet" },
            new ContainerVariables(sources, new ResourceReference(allocatable)),
            new ServiceLinks(Cluster.Objects.Services),
            Mark,
            Cluster.Clock
        );
        Context = new KubeletContext
        {
            NodeName = Name,
            NodeAddress = _isolation.Addresses.Node(1),
            PodAddresses = _isolation.Addresses.Pods(1),
            Isolation = _isolation,
            PodsDirectory = _directory,
            Cluster = Cluster.Objects,
            Runtime = runtime,
            Sources = sources,
            Tokens = _tokens,
            Claims = new ClaimVolumes(Cluster.Objects.PersistentVolumeClaims, Cluster.Objects.PersistentVolumes),
            Events = new EventRecorder(Cluster.Objects.Events, "kubelet", Name, Cluster.Clock),
            Clock = Cluster.Clock,
        };
        Kubelet = new Kubelet(Context);
        Streams = new ContainerStreams([Kubelet]);
        Cluster.Run(Kubelet.RunAsync);
    }

    public TestCluster Cluster { get; } = new();

    public KubeletContext Context { get; }

    public Kubelet Kubelet { get; }

    public ContainerStreams Streams { get; }

    /// <summary>Of every process that the node starts.</summary>
    public ProcessMark Mark { get; } = ProcessMark.Cluster(Guid.NewGuid().ToString("n"));

    public Resource<V1Pod> Pods => Cluster.Objects.Pods;

    public string NodeAddress => _isolation.Addresses.Node(1).ToString();

    /// <summary>A file that does not exist yet, by which a test and a container tell each other something.</summary>
    public string Flag(string name) => Path.Combine(_directory, name);

    /// <summary>Creates a pod that is bound to the node and runs a shell script.</summary>
    public V1Pod Run(string script, Action<V1Pod>? change = null, string name = "pod") =>
        Cluster.AddPod(
            name,
            pod =>
            {
                pod.Spec.NodeName = Name;
                pod.Spec.RestartPolicy = "Never";
                pod.Spec.Containers = [Shell("app", script)];
                pod.Spec.TerminationGracePeriodSeconds = 30;
                change?.Invoke(pod);
            }
        );

    /// <summary>Adds an ephemeral container to a pod, as its subresource does.</summary>
    public void Debug(string pod, V1EphemeralContainer container)
    {
        var changed =
            Cluster.Store.Find(ResourceTypes.Pods, TestCluster.Namespace, pod)?.As<V1Pod>()
            ?? throw new InvalidOperationException("There is no pod.");
        changed.Spec.EphemeralContainers = [.. changed.Spec.EphemeralContainers ?? [], container];
        changed.Metadata.ResourceVersion = null;
        Cluster.Store.Update(
            ResourceTypes.Pods,
            TestCluster.Namespace,
            Json.Object(KubernetesJson.Serialize(changed)),
            "ephemeralcontainers"
        );
    }

    public static V1Container Shell(string name, string script) =>
        new()
        {
            Name = name,
            Image = "shell:1",
            Args = [script],
        };

    public static ContainerReference Reference(V1Pod pod, string container = "app") =>
        new(pod.Metadata.NamespaceProperty, pod.Metadata.Name, pod.Metadata.Uid, container);

    /// <summary>Attaches to the container of the pod that <see cref="Run"/> created, which must be running.</summary>
    public async Task<IContainerSession> AttachAsync(CancellationToken ct)
    {
        var pod = Pods.Find(TestCluster.Namespace, "pod") ?? throw new InvalidOperationException("There is no pod.");
        return await Streams.AttachAsync(Reference(pod), ct) ?? throw new InvalidOperationException("Not running.");
    }

    public async Task<string> LogAsync(V1Pod pod, bool previous = false, string container = "app")
    {
        var options = new LogOptions { Previous = previous };
        var log = await Streams.OpenLogAsync(Reference(pod, container), options, TestContext.Current.CancellationToken);
        using var reader = new StreamReader(log ?? throw new InvalidOperationException("There is no log."));
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await Cluster.DisposeAsync();
        var stopped = Kubelet.StopAsync(TimeSpan.Zero);
        MarkedProcesses.KillAll(Mark);
        await stopped;
        await _isolation.DisposeAsync();
        _tokens.Dispose();
        Directory.Delete(_directory, recursive: true);
    }
}
