using ResilienceGate.Recommender.Serving;
using ResilienceGate.Recommender.Serving.Configuration;

namespace ResilienceGate.Recommender.Commands;

/// <summary><c>serve</c>: until a signal ends it.</summary>
internal static class ServeCommand
{
    public static async Task<int> RunAsync(TextWriter error, CancellationToken ct)
    {
        var options = EnvironmentVariables.Read(Environment.GetEnvironmentVariable);
        await using var app = RecommenderServer.Build(options, TimeProvider.System);
        try
        {
            await app.StartAsync(ct);
            await app.WaitForShutdownAsync(ct);
        }
        catch (OperationCanceledException) when (app.Lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // A signal came before the server was up: it has nothing to finish.
        }

        if (app.Services.GetRequiredService<ModelHost>().Failure is not { } failure)
            return ExitCode.Success;

        await error.WriteLineAsync($"error: {failure.Message}");
        return ExitCode.Failure;
    }
}
