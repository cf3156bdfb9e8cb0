using System.CommandLine;
using Microsoft.Extensions.Logging.Abstractions;
using ResilienceGate.LocalCluster;

const int Failed = 1;
const int WrongUsage = 2;

if (!OperatingSystem.IsLinux())
{
    await Console.Error.WriteLineAsync("error: the embedded cluster needs Linux; use WSL, or a real cluster");
    return Failed;
}

var parsed = new ClusterCommand(RunAsync).Root.Parse(args);
if (parsed.Errors.Count > 0)
{
    foreach (var mistake in parsed.Errors)
        await Console.Error.WriteLineAsync($"error: {mistake.Message}");
    await Console.Error.WriteLineAsync("see --help");
    return WrongUsage;
}

return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = ClusterHost.StopTimeout });

static async Task<int> RunAsync(ClusterOptions options, bool untilStdinCloses, CancellationToken ct)
{
    using var end = CancellationTokenSource.CreateLinkedTokenSource(ct);
    try
    {
        var loggers = NullLoggerFactory.Instance;
        await using var cluster = await ClusterHost.StartAsync(options, TimeProvider.System, loggers, end.Token);
        await Console.Out.WriteLineAsync($"ready {options.Kubeconfig}");
        if (untilStdinCloses)
            _ = CancelAtEndOfInputAsync(end);
        await cluster.RunAsync(end.Token);
        return 0;
    }
    // The end was asked for: by a signal, the parent or over the API.
    catch (OperationCanceledException)
    {
        return 0;
    }
    catch (ClusterException e)
    {
        await Console.Error.WriteLineAsync($"error: {e.Message}");
        return Failed;
    }
}

static async Task CancelAtEndOfInputAsync(CancellationTokenSource end)
{
    await using var input = Console.OpenStandardInput();
    await input.CopyToAsync(Stream.Null, CancellationToken.None);
    await end.CancelAsync();
}
