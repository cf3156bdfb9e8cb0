using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Logging.Abstractions;
using ResilienceGate.LocalCluster.Api;
using ResilienceGate.LocalCluster.Security.Tokens;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Tests.Api;

/// <summary>A started API server, and a client that knows it from its kubeconfig alone.</summary>
public sealed class ClusterFixture : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("api-server-").FullName;
    private readonly TimeProvider _clock;
    private readonly ServiceAccountTokens _tokens;
    private ApiServer? _server;
    private Kubernetes? _client;
    private int _namespaces;

    public ClusterFixture()
        : this(TimeProvider.System) { }

    /// <param name="clock">Must begin about now, so that the certificates hold.</param>
    internal ClusterFixture(TimeProvider clock)
    {
        _clock = clock;
        Store = new ObjectStore(clock) { GivesPodsIdentity = true };
        _tokens = new ServiceAccountTokens(Store, clock);
    }

    public string KubeconfigPath => Path.Combine(_folder, "kubeconfig");

    public IKubernetes Client => _client ?? throw new InvalidOperationException("The fixture has not started.");

    /// <summary>For what the typed client does not show: bodies as they are, headers, forms.</summary>
    public HttpClient Http =>
        (_client ?? throw new InvalidOperationException("The fixture has not started.")).HttpClient;

    public Uri Url => _server?.Url ?? throw new InvalidOperationException("The fixture has not started.");

    internal ObjectStore Store { get; }

    public async ValueTask InitializeAsync()
    {
        _server = await ApiServer.StartAsync(
            Store,
            _tokens,
            new EchoStreams(),
            new ApiServerOptions { KubeconfigPath = KubeconfigPath },
            _clock,
            NullLoggerFactory.Instance,
            CancellationToken.None
        );
        _client = new Kubernetes(
            await KubernetesClientConfiguration.BuildConfigFromConfigFileAsync(new FileInfo(KubeconfigPath))
        );
    }

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        if (_server is not null)
            await _server.DisposeAsync();
        _tokens.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Trusts the cluster's own authority, as its kubeconfig says.</summary>
    public async Task<X509ChainPolicy> TrustAsync()
    {
        var config = await KubernetesClientConfiguration.BuildConfigFromConfigFileAsync(new FileInfo(KubeconfigPath));
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        policy.CustomTrustStore.AddRange(config.SslCaCerts);
        return policy;
    }

    /// <summary>A namespace that no other test uses.</summary>
    public async Task<string> NewNamespaceAsync(CancellationToken ct)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"test-{Interlocked.Increment(ref _namespaces)}");
        await Client.CoreV1.CreateNamespaceAsync(
            new V1Namespace { Metadata = new() { Name = name } },
            cancellationToken: ct
        );
        return name;
    }

    /// <summary>A pod that runs and is ready, as far as the API tells.</summary>
    public async Task<V1Pod> RunPodAsync(string ns, string name, CancellationToken ct)
    {
        var pod = new V1Pod
        {
            Metadata = new()
            {
                Name = name,
                Labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["app"] = "web" },
            },
            Spec = new() { NodeName = "n1", Containers = [new() { Name = "web", Image = "web:1" }] },
        };
        var created = await Client.CoreV1.CreateNamespacedPodAsync(pod, ns, cancellationToken: ct);
        created.Status.Phase = "Running";
        created.Status.Conditions = [new() { Type = "Ready", Status = "True" }];
        return await Client.CoreV1.ReplaceNamespacedPodStatusAsync(created, name, ns, cancellationToken: ct);
    }

    public async Task<JsonObject> GetJsonAsync(string path, string? accept, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Url, path));
        if (accept is not null)
            request.Headers.TryAddWithoutValidation("Accept", accept);
        using var response = await Http.SendAsync(request, ct);
        return Assert.IsType<JsonObject>(JsonNode.Parse(await response.Content.ReadAsStringAsync(ct)));
    }
}
