using System.CommandLine;
using System.Net.Sockets;
using ResilienceGate.Recommender.Commands;
using ResilienceGate.Recommender.Models;
using ResilienceGate.Recommender.Serving.Configuration;

try
{
    var parsed = CommandTree.Build().Parse(args);
    var configuration = new InvocationConfiguration
    {
        EnableDefaultExceptionHandler = false,
        // Signals are the server's own business: what SIGTERM does is one of its options.
        ProcessTerminationTimeout = null,
    };
    var code = await parsed.InvokeAsync(configuration);
    return parsed.Errors.Count > 0 ? ExitCode.Usage : code;
}
catch (OptionsException e)
{
    await Console.Error.WriteLineAsync($"error: {e.Message}");
    return ExitCode.Usage;
}
catch (Exception e) when (e is CheckpointException or IOException or UnauthorizedAccessException or SocketException)
{
    await Console.Error.WriteLineAsync($"error: {e.Message}");
    return ExitCode.Failure;
}
