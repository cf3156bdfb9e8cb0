using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Logging.Abstractions;
using ResilienceGate.LocalCluster.Api;
using ResilienceGate.LocalCluster.Security.Tokens;
using ResilienceGate.LocalCluster.Store;
using ResilienceGate.LocalCluster.Tests.Api.Access;
using ResilienceGate.LocalCluster.Tests.Conformance;

namespace ResilienceGate.LocalCluster.Tests.Api;

/// <summary>A started API server, and a client that knows it from its kubeconfig alone.</summary>
public sealed class ClusterFixture : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("api-server-").FullName;
    private readonly TimeProvider _clock;
    private readonly ServiceAccountTokens _tokens;
    private ApiServer? _server;
    private Kubernetes? _client;
    private HttpClient? _strangers;
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
        var handler = new SocketsHttpHandler();
        handler.SslOptions.CertificateChainPolicy = await TrustAsync();
        _strangers = new HttpClient(new ConformanceHandler { InnerHandler = handler });
        _client = new Kubernetes(
            await KubernetesClientConfiguration.BuildConfigFromConfigFileAsync(new FileInfo(KubeconfigPath)),
            new ConformanceHandler()
        );
    }

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        _strangers?.Dispose();
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

    /// <summary>The administrator, acting as somebody else.</summary>
    internal ApiUser As(string user, params string[] groups) =>
        new(Http, Url, [("Impersonate-User", user), .. groups.Select(group => ("Impersonate-Group", group))]);

    internal ApiUser Administrator => new(Http, Url, []);

    /// <summary>Somebody whom nothing but headers tells; without any, a stranger.</summary>
    internal ApiUser Somebody(params (string Name, string Value)[] headers) =>
        new(_strangers ?? throw new InvalidOperationException("The fixture has not started."), Url, headers);

    internal ApiUser Bearer(string token, params (string Name, string Value)[] headers) =>
        Somebody([("Authorization", $"Bearer {token}"), .. headers]);

    /// <summary>A service account's token, as an administrator asks for it.</summary>
    internal async Task<string> TokenAsync(string ns, string account, CancellationToken ct)
    {
        var answer = await Administrator.PostAsync(
            $"/api/v1/namespaces/{ns}/serviceaccounts/{account}/token",
            """{ "spec": {} }""",
            ct
        );
        return answer.Status.Text("token") ?? throw new InvalidOperationException(answer.Message);
    }

    /// <summary>Gives a user a role in a namespace.</summary>
    internal async Task GrantAsync(
        string ns,
        string user,
        [StringSyntax(StringSyntaxAttribute.Json)] string rule,
        CancellationToken ct
    )
    {
        var name = ObjectNames.Generate("role-");
        var path = $"/apis/rbac.authorization.k8s.io/v1/namespaces/{ns}";
        await Administrator.PostAsync(
            $"{path}/roles",
            $$"""{ "metadata": { "name": "{{name}}" }, "rules": [{{rule}}] }""",
            ct
        );
        await Administrator.PostAsync($"{path}/rolebindings", Binding(name, "Role", name, user), ct);
    }

    internal static string Binding(string name, string roleKind, string role, string user) =>
        $$"""
            {
              "metadata": { "name": "{{name}}" },
              "roleRef": { "kind": "{{roleKind}}", "name": "{{role}}" },
              "subjects": [{ "kind": "User", "name": "{{user}}" }]
            }
            """;

    /// <summary>Waits for a state of an object.</summary>
    internal async Task<StoredObject> UntilAsync(
        ResourceType type,
        Func<StoredObject, bool> condition,
        CancellationToken ct
    )
    {
        var (items, revision) = Store.Snapshot(type, ns: null);
        if (items.FirstOrDefault(condition) is { } already)
            return already;
        await foreach (var change in Store.Watch(type, ns: null, revision, ct))
        {
            if (change.Type is not LocalCluster.Store.WatchEventType.Deleted && condition(change.Object))
                return change.Object;
        }
        throw new InvalidOperationException("The watch ended.");
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
            Spec = new()
            {
                NodeName = "n1",
                Containers = [new() { Name = "web", Image = "web:1" }],
                InitContainers = [new() { Name = "gone", Image = "web:1" }],
            },
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
