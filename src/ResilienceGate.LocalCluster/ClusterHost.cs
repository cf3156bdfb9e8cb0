using Microsoft.Extensions.Logging;
using ResilienceGate.LocalCluster.Api;
using ResilienceGate.LocalCluster.Controllers;
using ResilienceGate.LocalCluster.Controllers.Deployments;
using ResilienceGate.LocalCluster.Controllers.EndpointSlices;
using ResilienceGate.LocalCluster.Controllers.Jobs;
using ResilienceGate.LocalCluster.Controllers.ReplicaSets;
using ResilienceGate.LocalCluster.Images;
using ResilienceGate.LocalCluster.Nodes;
using ResilienceGate.LocalCluster.Nodes.Containers;
using ResilienceGate.LocalCluster.Nodes.Environment;
using ResilienceGate.LocalCluster.Nodes.Processes;
using ResilienceGate.LocalCluster.Scheduling;
using ResilienceGate.LocalCluster.Services;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster;

/// <summary>Puts the parts of the cluster together, and takes them apart in reverse.</summary>
internal sealed class ClusterHost : IAsyncDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _running = [];
    private readonly List<Controller> _controllers;
    private readonly IReadOnlyList<Kubelet> _kubelets;
    private readonly AddressBlock _addresses;
    private readonly Reaper _reaper;
    private ApiServer? _api;

    private ClusterHost(
        AddressBlock addresses,
        Reaper reaper,
        List<Controller> controllers,
        IReadOnlyList<Kubelet> kubelets
    )
    {
        _addresses = addresses;
        _reaper = reaper;
        _controllers = controllers;
        _kubelets = kubelets;
    }

    /// <summary>Returns when the API is served and every node is Ready.</summary>
    public static async Task<ClusterHost> StartAsync(
        ClusterOptions options,
        TimeProvider clock,
        ILoggerFactory loggers,
        CancellationToken ct
    )
    {
        Directory.CreateDirectory(options.State);
        var mark = ProcessMark.Cluster(Guid.NewGuid().ToString("n"));
        var reaper = Reaper.Start(mark);
        var addresses = AddressBlock.Claim();
        var store = new ObjectStore(clock) { ServiceAddresses = new ServiceAddresses(addresses.Services()) };
        var cluster = new Clientset(store);
        var machine = NodeMachine.Read(options.State, ServerVersion.GitVersion);
        var sources = new ConfigSources(cluster.ConfigMaps, cluster.Secrets);
        var runtime = new ContainerRuntime(
            new ImageCatalogue(options.Images),
            MachineVariables.Here(),
            new ContainerVariables(sources, new ResourceReference(machine.Capacity)),
            new ServiceLinks(cluster.Services),
            mark,
            clock
        );
        var nodes = Enumerable.Range(1, options.Nodes).Select(n => (Name: $"node-{n}", Number: n)).ToList();
        var kubelets = nodes.ConvertAll(node => new Kubelet(
            new KubeletContext
            {
                NodeName = node.Name,
                NodeAddress = addresses.Node(node.Number),
                PodAddresses = addresses.Pods(node.Number),
                PodsDirectory = Path.Combine(options.State, node.Name, "pods"),
                Cluster = cluster,
                Runtime = runtime,
                Sources = sources,
                Events = new EventRecorder(cluster.Events, "kubelet", node.Name, clock),
                Clock = clock,
            }
        ));
        var host = new ClusterHost(addresses, reaper, Controllers(cluster, clock, loggers), kubelets);
        host._api = await ApiServer.StartAsync(
            store,
            new ContainerStreams(kubelets),
            new ApiServerOptions { KubeconfigPath = options.Kubeconfig },
            clock,
            loggers,
            ct
        );
        var registrations = nodes.ConvertAll(node => new NodeRegistration(
            node.Name,
            node.Number,
            addresses.Node(node.Number),
            machine,
            cluster,
            clock
        ));
        foreach (var registration in registrations)
            registration.Register();
        host._running.AddRange(registrations.Select(r => r.BeatAsync(host._stop.Token)));
        host._running.AddRange(kubelets.Select(k => k.RunAsync(host._stop.Token)));
        host._running.AddRange(host._controllers.Select(c => c.RunAsync(host._stop.Token)));
        return host;
    }

    /// <summary>Ends when the token is cancelled, or with the error of the first part that fails.</summary>
    public async Task RunAsync(CancellationToken ct) => await await Task.WhenAny([.. _running]).WaitAsync(ct);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_kubelets.Select(k => k.StopAsync(Grace)));
        if (_api is not null)
            await _api.DisposeAsync();
        foreach (var controller in _controllers)
            controller.Dispose();
        await _reaper.DisposeAsync();
        _addresses.Dispose();
        _stop.Dispose();
    }

    private static List<Controller> Controllers(Clientset cluster, TimeProvider clock, ILoggerFactory loggers)
    {
        var events = (string component) => new EventRecorder(cluster.Events, component, "", clock);
        return
        [
            new DeploymentController(
                cluster,
                events("deployment-controller"),
                clock,
                loggers.CreateLogger("deployment")
            ),
            new ReplicaSetController(
                cluster,
                events("replicaset-controller"),
                clock,
                loggers.CreateLogger("replicaset")
            ),
            new JobController(cluster, events("job-controller"), clock, loggers.CreateLogger("job")),
            new EndpointSliceController(
                cluster,
                events("endpoint-slice-controller"),
                clock,
                loggers.CreateLogger("endpointslice")
            ),
            new Scheduler(cluster, events("default-scheduler"), clock, loggers.CreateLogger("scheduler")),
            new ServiceProxy(cluster, new Random(Environment.ProcessId), clock, loggers.CreateLogger("proxy")),
        ];
    }
}
