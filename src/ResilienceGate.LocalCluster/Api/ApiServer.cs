using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ResilienceGate.LocalCluster.Api.Discovery;
using ResilienceGate.LocalCluster.Api.Machines;
using ResilienceGate.LocalCluster.Api.OpenApi;
using ResilienceGate.LocalCluster.Api.Patching;
using ResilienceGate.LocalCluster.Api.Pods;
using ResilienceGate.LocalCluster.Api.Reading;
using ResilienceGate.LocalCluster.Api.Reviews;
using ResilienceGate.LocalCluster.Api.ServiceAccounts;
using ResilienceGate.LocalCluster.Api.Tables;
using ResilienceGate.LocalCluster.Api.Writing;
using ResilienceGate.LocalCluster.Authorization;
using ResilienceGate.LocalCluster.Security;
using ResilienceGate.LocalCluster.Security.Tokens;
using ResilienceGate.LocalCluster.Store;
using ResilienceGate.LocalCluster.Store.CustomResources;

namespace ResilienceGate.LocalCluster.Api;

/// <summary>
/// The Kubernetes API over HTTPS on loopback, with the controllers that belong to the API itself: garbage collection,
/// namespaces, aggregated roles and disruption budgets.
/// </summary>
internal sealed class ApiServer : IAsyncDisposable
{
    /// <summary>How often a quiet watch is told how far it is, as by a real server.</summary>
    private static readonly TimeSpan BookmarkPeriod = TimeSpan.FromMinutes(1);

    /// <summary>A client's watches share one HTTP/2 connection; the protocol's customary 100 would starve a controller.</summary>
    private const int MaxStreamsPerConnection = 1000;

    private const long MaxRequestBodySize = 3 * 1024 * 1024;

    private readonly WebApplication _app;
    private readonly ClusterCertificates _certificates;
    private readonly CancellationTokenSource _stopping;

    private ApiServer(
        WebApplication app,
        ClusterCertificates certificates,
        CancellationTokenSource stopping,
        Task completion
    )
    {
        _app = app;
        _certificates = certificates;
        _stopping = stopping;
        Completion = completion;
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>();
        Url = new Uri(
            addresses?.Addresses.First() ?? throw new InvalidOperationException("The server has no address.")
        );
    }

    public Uri Url { get; }

    /// <summary>Ends with the server; earlier only when one of its controllers failed.</summary>
    public Task Completion { get; }

    /// <summary>Starts to serve and writes the kubeconfig.</summary>
    public static async Task<ApiServer> StartAsync(
        ObjectStore store,
        ServiceAccountTokens tokens,
        IContainerStreams streams,
        ApiServerOptions options,
        TimeProvider clock,
        ILoggerFactory loggers,
        CancellationToken ct
    )
    {
        var certificates = new ClusterCertificates(clock, options.ServiceAddress);
        var stopping = new CancellationTokenSource();
        var app = Build(certificates, options, loggers);
        var handler = Compose(store, tokens, streams, options.Machines, clock, stopping.Token);
        var aggregation = new ClusterRoleAggregation(store);
        BootstrapPolicy.Create(store);
        aggregation.Aggregate();
        app.UseWebSockets();
        app.Run(handler.HandleAsync);
        await app.StartAsync(ct);
        var server = new ApiServer(
            app,
            certificates,
            stopping,
            RunControllersAsync(store, aggregation, certificates, clock, stopping.Token)
        );
        using var administrator = certificates.IssueClient("kubernetes-admin", User.AdministratorsGroup);
        await Kubeconfig.WriteAsync(options.KubeconfigPath, server.Url, certificates.AuthorityPem, administrator, ct);
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        // Watches and logs would keep the server waiting.
        await _stopping.CancelAsync();
        await _app.DisposeAsync();
        try
        {
            await Completion;
        }
        catch (OperationCanceledException)
        {
            // The controllers end by being cancelled.
        }
        _certificates.Dispose();
        _stopping.Dispose();
    }

    private static WebApplication Build(
        ClusterCertificates certificates,
        ApiServerOptions options,
        ILoggerFactory loggers
    )
    {
        // Nothing of the environment, such as ASPNETCORE_URLS, may change where the cluster listens.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(loggers);
        builder.Services.AddSingleton<IHostLifetime, OwnersLifetime>();
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxRequestBodySize;
            kestrel.Limits.Http2.MaxStreamsPerConnection = MaxStreamsPerConnection;
            // A quiet watch is no slow client.
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Listen(IPAddress.Loopback, options.Port, listen => Secure(listen, certificates));
        });
        return builder.Build();
    }

    private static void Secure(ListenOptions listen, ClusterCertificates certificates)
    {
        listen.Protocols = HttpProtocols.Http1AndHttp2;
        listen.UseHttps(
            new HttpsConnectionAdapterOptions
            {
                ServerCertificate = certificates.Server,
                ClientCertificateMode = ClientCertificateMode.AllowCertificate,
                ClientCertificateValidation = (certificate, _, _) => certificates.Signed(certificate),
            }
        );
    }

    private static ApiHandler Compose(
        ObjectStore store,
        ServiceAccountTokens tokens,
        IContainerStreams streams,
        IMachineRoom? machines,
        TimeProvider clock,
        CancellationToken stopping
    )
    {
        var registry = new ResourceRegistry(store);
        var tables = new TableWriter(registry, clock);
        var reader = new ObjectReader(store, tables);
        var authorizer = new Authorizer(store);
        var guard = new AccessGuard(authorizer);
        var escalation = new EscalationCheck(authorizer);
        var resources = new ResourceHandler(
            registry,
            reader,
            new WatchStream(store, tables, clock, stopping),
            new ObjectWriter(store, reader, escalation),
            new ObjectPatcher(store, reader, new ServerSideApply(clock), escalation, guard),
            new ObjectDeleter(store, reader),
            new ScaleSubresource(store),
            new PodLogs(store, streams, clock, stopping),
            new PodStreams(store, streams, stopping),
            new PodEviction(store, clock),
            new PodBinding(store, clock),
            new TokenSubresource(store, tokens, clock),
            new ReviewHandler(authorizer, tokens, clock),
            authorizer
        );
        return new ApiHandler(
            new Authenticator(tokens),
            new Impersonator(guard),
            guard,
            resources,
            new DiscoveryHandler(registry),
            new OpenApiHandler(registry),
            machines is null ? null : new MachineHandler(machines),
            clock
        );
    }

    private static async Task RunControllersAsync(
        ObjectStore store,
        ClusterRoleAggregation aggregation,
        ClusterCertificates certificates,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        // The first to end tells: they run until the server stops.
        var first = await Task.WhenAny(
            new GarbageCollector(store).RunAsync(ct),
            new NamespaceController(store, certificates.AuthorityPem).RunAsync(ct),
            new CustomResourceFinalizer(store, clock).RunAsync(ct),
            new DisruptionController(store, clock).RunAsync(ct),
            aggregation.RunAsync(ct),
            SendBookmarksAsync(store, clock, ct)
        );
        await first;
    }

    private static async Task SendBookmarksAsync(ObjectStore store, TimeProvider clock, CancellationToken ct)
    {
        using var timer = new PeriodicTimer(BookmarkPeriod, clock);
        while (await timer.WaitForNextTickAsync(ct))
            store.Bookmark();
    }

    /// <summary>The owner starts and stops the server; the host itself listens to no signal.</summary>
    private sealed class OwnersLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
