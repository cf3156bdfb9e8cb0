using System.Collections.Immutable;
using System.Net;

namespace ResilienceGate.Recommender.Serving.Configuration;

/// <summary>The one table of the server's variables: it is what is read, and what <c>--help</c> shows.</summary>
internal static class EnvironmentVariables
{
    public static ImmutableArray<EnvironmentVariable> All { get; } =
    [
        new(
            "LISTEN",
            "0.0.0.0:8080, or another ADDRESS:PORT",
            "Where to listen; port 0 takes a free one.",
            (options, text) => ParseEndPoint(text) is { } listen ? options with { Listen = listen } : null
        ),
        new(
            "MODEL_NAME",
            "recommender, or other letters, digits, '-', '_', '.'",
            "The M in /v2/models/M.",
            (options, text) => IsName(text) ? options with { ModelName = text } : null
        ),
        new(
            "MODEL_VERSION",
            "1, or other letters, digits, '-', '_', '.'",
            "The V in /v2/models/M/versions/V.",
            (options, text) => IsName(text) ? options with { ModelVersion = text } : null
        ),
        new(
            "CHECKPOINT",
            "the checkpoint that comes with the program, or the path of another file",
            "The weights to serve.",
            (options, text) => File.Exists(text) ? options with { Checkpoint = text } : null
        ),
        new(
            "LOAD_TIME",
            "0, or a duration such as 5s, 250ms, 1m30s, up to 24h",
            "Added to the load of the model, as if it were bigger.",
            (options, text) => GoDuration.TryParse(text, out var time) ? options with { LoadTime = time } : null
        ),
        new(
            "LAZY_LOAD",
            "false, true",
            "true: the first request loads the model, and waits for it; ready before that.",
            (options, text) => text is "true" or "false" ? options with { LazyLoad = text is "true" } : null
        ),
        new(
            "READINESS",
            "model, always",
            "always: /v2/health/ready says yes while the model is still loading, and during shutdown.",
            (options, text) =>
                text switch
                {
                    "model" => options with { Readiness = ReadinessMode.Model },
                    "always" => options with { Readiness = ReadinessMode.Always },
                    _ => null,
                }
        ),
        new(
            "SHUTDOWN",
            "graceful, abrupt, ignore",
            "On SIGTERM: finish requests in flight; exit at once; or do nothing.",
            (options, text) =>
                text switch
                {
                    "graceful" => options with { Shutdown = ShutdownMode.Graceful },
                    "abrupt" => options with { Shutdown = ShutdownMode.Abrupt },
                    "ignore" => options with { Shutdown = ShutdownMode.Ignore },
                    _ => null,
                }
        ),
        new(
            "DRAIN_TIME",
            "10s, or another duration up to 24h",
            "What requests in flight get to finish in after SIGTERM.",
            (options, text) => GoDuration.TryParse(text, out var time) ? options with { DrainTime = time } : null
        ),
        new(
            "SEED",
            "fixed, per-pod",
            "per-pod: every process adds random noise of its own to the weights; replicas disagree.",
            (options, text) =>
                text switch
                {
                    "fixed" => options with { Seed = SeedMode.Fixed },
                    "per-pod" => options with { Seed = SeedMode.PerPod },
                    _ => null,
                }
        ),
    ];

    /// <param name="variable">The value of a variable, or null. An empty value counts as none.</param>
    /// <exception cref="OptionsException">A value is wrong.</exception>
    public static ServerOptions Read(Func<string, string?> variable)
    {
        var options = new ServerOptions();
        foreach (var known in All)
        {
            if (variable(known.Name) is { Length: > 0 } text)
                options =
                    known.Apply(options, text)
                    ?? throw new OptionsException($"{known.Name}={text} is wrong; it may be: {known.Values}");
        }

        return options;
    }

    // IPEndPoint reads a missing port as 0, and an address such as "1" as 0.0.0.1: both are mistakes here.
    private static IPEndPoint? ParseEndPoint(string text) =>
        text.Contains(':', StringComparison.Ordinal)
        && text.AsSpan().IndexOfAny('.', '[') >= 0
        && !text.EndsWith(']')
        && IPEndPoint.TryParse(text, out var listen)
            ? listen
            : null;

    private static bool IsName(string text) => text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
}
