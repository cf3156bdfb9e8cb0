using Microsoft.Extensions.Logging;
using ResilienceGate.LocalCluster.Api;
using ResilienceGate.LocalCluster.Controllers;
using ResilienceGate.LocalCluster.Controllers.DaemonSets;
using ResilienceGate.LocalCluster.Controllers.Deployments;
using ResilienceGate.LocalCluster.Controllers.EndpointSlices;
using ResilienceGate.LocalCluster.Controllers.Jobs;
using ResilienceGate.LocalCluster.Controllers.NodeLifecycle;
using ResilienceGate.LocalCluster.Controllers.ReplicaSets;
using ResilienceGate.LocalCluster.Controllers.StatefulSets;
using ResilienceGate.LocalCluster.Controllers.Volumes;
using ResilienceGate.LocalCluster.Images;
using ResilienceGate.LocalCluster.Nodes;
using ResilienceGate.LocalCluster.Nodes.Containers;
using ResilienceGate.LocalCluster.Nodes.Environment;
using ResilienceGate.LocalCluster.Nodes.Processes;
using ResilienceGate.LocalCluster.Nodes.Volumes;
using ResilienceGate.LocalCluster.Scheduling;
using ResilienceGate.LocalCluster.Security.Tokens;
using ResilienceGate.LocalCluster.Services;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster;

/// <summary>Puts the parts of the cluster together, and takes them apart in reverse.</summary>
internal sealed class ClusterHost : IAsyncDisposable
{
    /// <summary>What the processes of the pods get to end by themselves when the cluster stops.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _stop = new();
    private readonly StateDirectory _state;
    private readonly AddressBlock _addresses;
    private readonly Reaper _reaper;
    private readonly ServiceAccountTokens _tokens;
    private readonly ApiServer _api;
    private readonly MachineRoom _machines;
    private readonly IReadOnlyList<SimulatedNode> _nodes;
    private readonly IReadOnlyList<Controller> _controllers;
    private readonly IReadOnlyList<Task> _running;

    private ClusterHost(
        StateDirectory state,
        AddressBlock addresses,
        Reaper reaper,
        ServiceAccountTokens tokens,
        ApiServer api,
        MachineRoom machines,
        IReadOnlyList<SimulatedNode> nodes,
        IReadOnlyList<Controller> controllers
    )
    {
        _state = state;
        _addresses = addresses;
        _reaper = reaper;
        _tokens = tokens;
        _api = api;
        _machines = machines;
        _nodes = nodes;
        _controllers = controllers;
        _running =
        [
            api.Completion,
            .. _nodes.Select(node => node.Fault),
            .. _controllers.Select(controller => controller.RunAsync(_stop.Token)),
        ];
    }

    /// <summary>The longest that an orderly end takes.</summary>
    public static TimeSpan StopTimeout { get; } = TimeSpan.FromSeconds(15);

    /// <summary>Returns when the API is served and every node is Ready.</summary>
    /// <exception cref="ClusterException">It cannot be started on this machine, or not with these options.</exception>
    public static async Task<ClusterHost> StartAsync(
        ClusterOptions options,
        TimeProvider clock,
        ILoggerFactory loggers,
        CancellationToken ct
    )
    {
        var state = StateDirectory.Claim(options.State);
        var addresses = AddressBlock.Claim();
        var reaper = Reaper.Start(state.Mark);
        var store = new ObjectStore(clock)
        {
            ServiceAddresses = new ServiceAddresses(addresses.Services()),
            GivesPodsIdentity = true,
            DefaultToleration = options.Timings.DefaultToleration,
        };
        var tokens = new ServiceAccountTokens(store, clock);
        var cluster = new Clientset(store);
        var nodes = Nodes(options, state, addresses, cluster, tokens, clock);
        var machines = new MachineRoom(nodes, options.Timings, clock);
        var api = await ApiServer.StartAsync(
            store,
            tokens,
            new ContainerStreams([.. nodes.Select(node => node.Kubelet)]),
            new ApiServerOptions
            {
                KubeconfigPath = options.Kubeconfig,
                ServiceAddress = addresses.ApiServer,
                Machines = machines,
            },
            clock,
            loggers,
            ct
        );
        ApiServerService.Publish(cluster, api.Url, addresses.ApiServer);
        StandardStorageClass.Publish(cluster);
        foreach (var node in nodes)
            await node.TurnOnAsync(ct);
        return new ClusterHost(
            state,
            addresses,
            reaper,
            tokens,
            api,
            machines,
            nodes,
            Controllers(cluster, state, options.Timings, clock, loggers)
        );
    }

    /// <summary>
    /// Ends by cancellation when the token is cancelled or the end is asked for over the API, else with the error of the
    /// first part that fails.
    /// </summary>
    public async Task RunAsync(CancellationToken ct)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(ct, _machines.ShuttingDown);
        await await Task.WhenAny(_running).WaitAsync(end.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_nodes.Select(node => node.ShutDownAsync(Grace)));
        await _api.DisposeAsync();
        foreach (var controller in _controllers)
            controller.Dispose();
        foreach (var node in _nodes)
            node.Dispose();
        _machines.Dispose();
        await _reaper.DisposeAsync();
        _tokens.Dispose();
        _addresses.Dispose();
        _state.Dispose();
        _stop.Dispose();
    }

    private static List<SimulatedNode> Nodes(
        ClusterOptions options,
        StateDirectory state,
        AddressBlock addresses,
        Clientset cluster,
        ServiceAccountTokens tokens,
        TimeProvider clock
    )
    {
        var machine = NodeMachine.Read(state.Path, ServerVersion.GitVersion);
        var sources = new ConfigSources(cluster.ConfigMaps, cluster.Secrets);
        var runtime = new ContainerRuntime(
            new ImageCatalogue(options.Images),
            MachineVariables.Here(),
            new ContainerVariables(sources, new ResourceReference(machine.Capacity)),
            new ServiceLinks(cluster.Services),
            state.Mark,
            clock
        );
        return [.. Enumerable.Range(1, options.Nodes).Select(NewNode)];

        SimulatedNode NewNode(int number)
        {
            var name = $"node-{number}";
            var address = addresses.Node(number);
            var context = new KubeletContext
            {
                NodeName = name,
                NodeAddress = address,
                PodAddresses = addresses.Pods(number),
                PodsDirectory = state.Pods(name),
                Cluster = cluster,
                Runtime = runtime,
                Sources = sources,
                Tokens = tokens,
                Claims = new ClaimVolumes(cluster.PersistentVolumeClaims, cluster.PersistentVolumes),
                Events = new EventRecorder(cluster.Events, "kubelet", name, clock),
                Clock = clock,
            };
            return new SimulatedNode(
                new Kubelet(context),
                new NodeRegistration(name, number, address, machine, cluster, options.Timings, clock)
            );
        }
    }

    private static List<Controller> Controllers(
        Clientset cluster,
        StateDirectory state,
        NodeTimings timings,
        TimeProvider clock,
        ILoggerFactory loggers
    )
    {
        var directories = new VolumeDirectories(state.Volumes);
        var logger = loggers.CreateLogger("ResilienceGate.LocalCluster.Controllers");
        var random = new Random(Environment.ProcessId);
        EventRecorder Events(string component) => new(cluster.Events, component, host: "", clock);
        return
        [
            new DeploymentController(cluster, Events("deployment-controller"), clock, logger),
            new ReplicaSetController(cluster, Events("replicaset-controller"), clock, logger),
            new DaemonSetController(cluster, Events("daemonset-controller"), clock, logger),
            new StatefulSetController(cluster, Events("statefulset-controller"), clock, logger),
            new JobController(cluster, Events("job-controller"), clock, logger),
            new JobExpiryController(cluster, clock, logger),
            new EndpointSliceController(cluster, Events("endpoint-slice-controller"), clock, logger),
            new NodeLifecycleController(cluster, timings, Events("node-controller"), clock, logger),
            new TaintEvictionController(cluster, Events("taint-eviction-controller"), clock, logger),
            new PodGarbageCollector(cluster, timings, clock, logger),
            new ClaimController(cluster, directories, Events("persistentvolume-controller"), clock, logger),
            new VolumeController(cluster, directories, Events("persistentvolume-controller"), clock, logger),
            new Scheduler(cluster, Events("default-scheduler"), clock, logger),
            new ServiceProxy(cluster, random, Events("kube-proxy"), clock, logger),
        ];
    }
}
