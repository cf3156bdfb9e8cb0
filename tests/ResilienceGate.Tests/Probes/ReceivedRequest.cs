namespace ResilienceGate.Tests.Probes;

/// <summary>A request as a server saw it.</summary>
/// <param name="Connection">Number of the connection it came on, from 1.</param>
/// <param name="Head">Request line and headers.</param>
internal sealed record ReceivedRequest(int Connection, string Head, string Body)
{
    public string Line => Head.Split("\r\n")[0];

    public string? Header(string name) =>
        Head.Split("\r\n")
            .Skip(1)
            .Where(line => line.StartsWith($"{name}:", StringComparison.OrdinalIgnoreCase))
            .Select(line => line[(name.Length + 1)..].Trim())
            .FirstOrDefault();
}
