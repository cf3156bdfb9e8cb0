using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Logging.Abstractions;
using ResilienceGate.LocalCluster.Api;
using ResilienceGate.LocalCluster.Controllers;
using ResilienceGate.LocalCluster.Security.Tokens;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.Tests.Clusters;

/// <summary>
/// The Kubernetes API over HTTPS on loopback, without controllers and kubelets: what they would write, a test writes.
/// </summary>
public sealed class ApiCluster : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gate-api-").FullName;
    private readonly ConcurrentBag<IDisposable> _clients = [];
    private readonly ConditionalWeakTable<ApiFaults, Kubernetes> _faulty = [];
    private readonly ServiceAccountTokens _tokens;
    private ApiServer? _server;
    private Kubernetes? _client;
    private int _namespaces;

    public ApiCluster()
    {
        Store = new ObjectStore(TimeProvider.System);
        _tokens = new ServiceAccountTokens(Store, TimeProvider.System);
        Objects = new Clientset(Store);
    }

    public string Kubeconfig => Path.Combine(_folder, "kubeconfig");

    public IKubernetes Client => _client ?? throw new InvalidOperationException("The cluster has not started.");

    internal ObjectStore Store { get; }

    internal Clientset Objects { get; }

    /// <summary>Who has logs and runs commands; null for nobody.</summary>
    internal IContainerStreams? Kubelet { get; set; }

    public async ValueTask InitializeAsync()
    {
        _server = await ApiServer.StartAsync(
            Store,
            _tokens,
            new PlayedStreams(this),
            new ApiServerOptions { KubeconfigPath = Kubeconfig },
            TimeProvider.System,
            NullLoggerFactory.Instance,
            CancellationToken.None
        );
        _client = Connect();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients)
            client.Dispose();
        if (_server is not null)
            await _server.DisposeAsync();
        _tokens.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>A cluster of the test's own, for what is not bound to a namespace.</summary>
    internal static async Task<ApiCluster> StartAsync()
    {
        var cluster = new ApiCluster();
        await cluster.InitializeAsync();
        return cluster;
    }

    /// <summary>The client whose requests these faults can make fail.</summary>
    internal IKubernetes Connect(ApiFaults faults) => _faulty.GetValue(faults, f => Connect([f]));

    /// <summary>A client whose requests go through this first.</summary>
    internal IKubernetes ConnectThrough(DelegatingHandler handler) => Connect([handler]);

    /// <summary>A namespace that no other test uses.</summary>
    /// <param name="allow">What its owner says of injections; null for nothing.</param>
    internal string NewNamespace(bool? allow = true)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"test-{Interlocked.Increment(ref _namespaces)}");
        var labels = allow is { } said
            ? new Dictionary<string, string> { [ResilienceGate.Clusters.Labels.Allow] = said ? "true" : "false" }
            : [];
        AddNamespace(name, labels);
        return name;
    }

    internal void AddNamespace(string name, IDictionary<string, string>? labels = null) =>
        new Resource<V1Namespace>(Store, ResourceTypes.Namespaces).Create(
            new V1Namespace
            {
                Metadata = new V1ObjectMeta { Name = name, Labels = labels },
            }
        );

    internal V1Node AddNode(string name, bool unschedulable = false) =>
        Objects.Nodes.Create(
            new V1Node
            {
                Metadata = new V1ObjectMeta { Name = name },
                Spec = new V1NodeSpec { Unschedulable = unschedulable ? true : null },
                Status = new V1NodeStatus { Conditions = [new V1NodeCondition { Type = "Ready", Status = "True" }] },
            }
        );

    private Kubernetes Connect(params DelegatingHandler[] handlers)
    {
        var client = new Kubernetes(KubernetesClientConfiguration.BuildConfigFromConfigFile(Kubeconfig), handlers);
        _clients.Add(client);
        return client;
    }

    private sealed class PlayedStreams(ApiCluster cluster) : IContainerStreams
    {
        public Task<Stream?> OpenLogAsync(ContainerReference container, LogOptions options, CancellationToken ct) =>
            cluster.Kubelet?.OpenLogAsync(container, options, ct) ?? Task.FromResult<Stream?>(null);

        public bool IsRunning(ContainerReference container) => cluster.Kubelet?.IsRunning(container) is true;

        public Task<IContainerSession?> AttachAsync(ContainerReference container, CancellationToken ct) =>
            cluster.Kubelet?.AttachAsync(container, ct) ?? Task.FromResult<IContainerSession?>(null);

        public Task<IExecutedCommand?> ExecAsync(
            ContainerReference container,
            ExecRequest request,
            CancellationToken ct
        ) => cluster.Kubelet?.ExecAsync(container, request, ct) ?? Task.FromResult<IExecutedCommand?>(null);
    }
}
