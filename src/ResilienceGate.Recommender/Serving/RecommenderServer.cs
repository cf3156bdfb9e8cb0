using ResilienceGate.Recommender.Serving.Configuration;

namespace ResilienceGate.Recommender.Serving;

/// <summary>Puts the server together.</summary>
internal static class RecommenderServer
{
    private const long LargestBody = 1024 * 1024;

    /// <summary>
    /// Starts from the empty builder: no settings file and no variable beyond the documented ones has a say, and there
    /// is nothing to wait for at the start of a pod.
    /// </summary>
    public static WebApplication Build(ServerOptions options, TimeProvider time)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder
            .WebHost.UseKestrelCore()
            .ConfigureKestrel(kestrel =>
            {
                kestrel.AddServerHeader = false;
                kestrel.Limits.MaxRequestBodySize = LargestBody;
                kestrel.Listen(options.Listen);
            });
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("Microsoft.Hosting", LogLevel.Information);
        builder.Services.AddRoutingCore();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.DrainTime);
        builder
            .Services.AddSingleton(options)
            .AddSingleton(time)
            .AddSingleton<IHostLifetime, SignalLifetime>()
            .AddSingleton<ModelHost>()
            .AddHostedService(services => services.GetRequiredService<ModelHost>())
            .AddSingleton<ModelRoutes>()
            .AddSingleton<HealthEndpoints>()
            .AddSingleton<MetadataEndpoints>()
            .AddSingleton<InferEndpoint>();

        var app = builder.Build();
        app.Use(ErrorReplies.InvokeAsync);
        app.UseRouting();
        app.Services.GetRequiredService<HealthEndpoints>().Map(app);
        app.Services.GetRequiredService<MetadataEndpoints>().Map(app);
        app.Services.GetRequiredService<InferEndpoint>().Map(app);
        return app;
    }
}
