using System.Net;

namespace ResilienceGate.Recommender.Serving.Configuration;

/// <summary>
/// How the server behaves, on a good day and on a bad one. Each property is an environment variable, so that a bad
/// version of the model is a change of its Deployment. <see cref="EnvironmentVariables"/> names them.
/// </summary>
internal sealed record ServerOptions
{
    /// <summary><c>LISTEN</c>. Port 0 takes a free one.</summary>
    public IPEndPoint Listen { get; init; } = new(IPAddress.Any, 8080);

    /// <summary><c>MODEL_NAME</c>, the M in <c>/v2/models/M</c>.</summary>
    public string ModelName { get; init; } = "recommender";

    /// <summary><c>MODEL_VERSION</c>, the V in <c>/v2/models/M/versions/V</c>.</summary>
    public string ModelVersion { get; init; } = "1";

    /// <summary><c>CHECKPOINT</c>, a file.</summary>
    public string Checkpoint { get; init; } =
        Path.Combine(AppContext.BaseDirectory, "Checkpoints", "recommender-1.ckpt");

    /// <summary><c>LOAD_TIME</c>, added to the load of the model, as if it were bigger.</summary>
    public TimeSpan LoadTime { get; init; } = TimeSpan.Zero;

    /// <summary><c>LAZY_LOAD</c>: the model is loaded when the first request needs it, which then waits.</summary>
    public bool LazyLoad { get; init; }

    /// <summary><c>READINESS</c></summary>
    public ReadinessMode Readiness { get; init; } = ReadinessMode.Model;

    /// <summary><c>SHUTDOWN</c></summary>
    public ShutdownMode Shutdown { get; init; } = ShutdownMode.Graceful;

    /// <summary><c>DRAIN_TIME</c>, what requests in flight get to finish in after SIGTERM.</summary>
    public TimeSpan DrainTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary><c>SEED</c></summary>
    public SeedMode Seed { get; init; } = SeedMode.Fixed;
}
