using System.Diagnostics.CodeAnalysis;
using ResilienceGate.Agents;

namespace ResilienceGate.Probes;

/// <summary>One address behind which a model answers: a Service, or a single replica.</summary>
internal sealed record ModelEndpoint
{
    /// <summary>Scheme, address and port.</summary>
    public required Uri Server { get; init; }

    /// <summary>Host header; null to use the address itself.</summary>
    public required string? Host { get; init; }

    /// <summary>Name of the model.</summary>
    public required string Model { get; init; }

    public required ConnectionPolicy Connections { get; init; }

    /// <summary>An attempt to connect is given up after so long.</summary>
    public required TimeSpan ConnectTimeout { get; init; }

    /// <summary>Reads <c>ADDRESS:PORT</c>; an IPv6 address stands in brackets.</summary>
    public static bool TryParseServer(string address, [NotNullWhen(true)] out Uri? server) =>
        Uri.TryCreate($"http://{address}/", UriKind.Absolute, out server)
        && server.Authority == address
        && server.AbsolutePath == "/";
}
