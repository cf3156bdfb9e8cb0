using System.Security.Cryptography;
using ResilienceGate.Recommender.Models;
using ResilienceGate.Recommender.Serving.Configuration;

namespace ResilienceGate.Recommender.Serving;

/// <summary>Loads the model, at the start or at the first request, and knows whether it can serve.</summary>
internal sealed partial class ModelHost : BackgroundService
{
    private readonly ServerOptions options;
    private readonly IHostApplicationLifetime lifetime;
    private readonly TimeProvider time;
    private readonly ILogger<ModelHost> logger;
    private readonly Lazy<Task<FactorModel?>> load;
    private volatile FactorModel? model;

    public ModelHost(
        ServerOptions options,
        IHostApplicationLifetime lifetime,
        TimeProvider time,
        ILogger<ModelHost> logger
    )
    {
        this.options = options;
        this.lifetime = lifetime;
        this.time = time;
        this.logger = logger;
        load = new Lazy<Task<FactorModel?>>(() => LoadAsync(lifetime.ApplicationStopping));
    }

    /// <summary>Why the model could not be loaded; the server is then shutting down.</summary>
    public CheckpointException? Failure { get; private set; }

    /// <summary>A model that is loaded on demand counts as there: it would never see the request that loads it.</summary>
    public bool HasModel => model is not null || options.LazyLoad;

    /// <summary>What the readiness probe is told.</summary>
    public bool IsReady =>
        options.Readiness is ReadinessMode.Always
        || (HasModel && !lifetime.ApplicationStopping.IsCancellationRequested);

    /// <returns>Null while the model is loading, and when that failed.</returns>
    public ValueTask<FactorModel?> GetAsync(CancellationToken ct)
    {
        if (model is { } loaded)
            return new ValueTask<FactorModel?>(loaded);
        return options.LazyLoad ? new ValueTask<FactorModel?>(load.Value.WaitAsync(ct)) : default;
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        options.LazyLoad ? Task.CompletedTask : load.Value;

    private async Task<FactorModel?> LoadAsync(CancellationToken ct)
    {
        var start = time.GetTimestamp();
        try
        {
            await Task.Delay(options.LoadTime, time, ct);
            var loaded = await CheckpointReader.ReadAsync(options.Checkpoint, ct);
            if (options.Seed is SeedMode.PerPod)
                loaded = WeightNoise.Apply(loaded, BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)));

            LogLoaded(
                options.ModelName,
                options.ModelVersion,
                time.GetElapsedTime(start),
                StateDigest.Of(loaded.Tensors)
            );
            return model = loaded;
        }
        catch (CheckpointException e)
        {
            Failure = e;
            // Stopping a host that is still starting would surface as a cancelled start.
            lifetime.ApplicationStarted.Register(lifetime.StopApplication);
            return null;
        }
    }

    [LoggerMessage(1, LogLevel.Information, "model {Name} version {Version} loaded in {Duration}: {Digest}")]
    private partial void LogLoaded(string name, string version, TimeSpan duration, string digest);
}
