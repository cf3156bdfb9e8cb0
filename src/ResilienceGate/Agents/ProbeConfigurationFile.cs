using System.Text.Json;
using ResilienceGate.Probes;
using ResilienceGate.Probes.Load;

namespace ResilienceGate.Agents;

/// <summary>Reads the probe's configuration and refuses what the probe could not work with.</summary>
internal static class ProbeConfigurationFile
{
    /// <exception cref="ProbeConfigurationException">It cannot be read, or is wrong.</exception>
    public static async Task<ProbeConfiguration> ReadAsync(string path, CancellationToken ct)
    {
        try
        {
            await using var file = File.OpenRead(path);
            var configuration =
                await JsonSerializer.DeserializeAsync(file, AgentJson.Default.ProbeConfiguration, ct)
                ?? throw new ProbeConfigurationException(path, "it holds null; write the configuration as an object");
            return FindProblem(configuration) is { } problem
                ? throw new ProbeConfigurationException(path, problem)
                : configuration;
        }
        catch (JsonException e)
        {
            throw new ProbeConfigurationException(path, $"not a configuration of the probe: {e.Message}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ProbeConfigurationException(path, $"cannot be read: {e.Message}; name the file with --config");
        }
    }

    private static string? FindProblem(ProbeConfiguration configuration)
    {
        if (ProbeProtocols.Find(configuration.Protocol, configuration.Options) is not { } protocol)
            return $"protocol '{configuration.Protocol}' is not known, or lacks its options; use one of "
                + string.Join(", ", ProbeProtocols.Names);
        if (!ModelEndpoint.TryParseServer(configuration.Service, out _))
            return $"service '{configuration.Service}' is no address and port; write it as 10.0.0.1:8080";
        if (!Uri.TryCreate($"http://{configuration.Host}/", UriKind.Absolute, out _))
            return $"host '{configuration.Host}' is no name of a host; write it as service.namespace.svc:8080";
        if (configuration.Rate is not (> 0 and < double.PositiveInfinity))
            return $"rate {configuration.Rate} is no number of requests a second; use one above 0";
        if (configuration.Deadline <= TimeSpan.Zero || configuration.Deadline > LoadProfile.MaxDeadline)
            return $"deadline {configuration.Deadline} is out of range; use up to {LoadProfile.MaxDeadline}";
        if (configuration.SilenceLimit <= TimeSpan.Zero)
            return $"silence limit {configuration.SilenceLimit} would end the probe at once; use more than 0";
        if (configuration.Requests.Count == 0)
            return "no requests; give at least one";
        foreach (var request in configuration.Requests)
        {
            if (protocol.FindProblem(request.Body) is { } problem)
                return $"request '{request.Id}': {problem}";
        }

        return
            configuration.Requests.GroupBy(request => request.Id).FirstOrDefault(same => same.Count() > 1) is { } twice
            ? $"request id '{twice.Key}' is there twice; ids are unique"
            : null;
    }
}
