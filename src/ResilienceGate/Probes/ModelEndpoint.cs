using System.Diagnostics.CodeAnalysis;
using System.Globalization;
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

    /// <summary>Times what comes bit by bit.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Reads <c>ADDRESS:PORT</c>; an IPv6 address stands in brackets.</summary>
    public static bool TryParseServer(string address, [NotNullWhen(true)] out Uri? server)
    {
        server = null;
        var colon = address.LastIndexOf(':');
        return colon > 0
            && ushort.TryParse(address.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            && port > 0
            && Uri.CheckHostName(address[..colon]) is not UriHostNameType.Unknown
            && Uri.TryCreate($"http://{address}/", UriKind.Absolute, out server);
    }
}
