namespace ResilienceGate.Recommender.Serving.Configuration;

/// <param name="Name">Upper case with underscores.</param>
/// <param name="Values">What it may be, its default first.</param>
/// <param name="Meaning">One sentence.</param>
/// <param name="Apply">The options with this value; null when the value is wrong.</param>
internal sealed record EnvironmentVariable(
    string Name,
    string Values,
    string Meaning,
    Func<ServerOptions, string, ServerOptions?> Apply
);
