using Microsoft.AspNetCore.Http;

namespace ResilienceGate.LocalCluster.Api.Pods;

/// <summary>Which streams a client wants.</summary>
internal sealed record RemoteChannels(bool StandardInput, bool StandardOutput, bool StandardError)
{
    public static RemoteChannels Parse(HttpRequest request) =>
        new(
            IsSet(request, "stdin", absent: false),
            IsSet(request, "stdout", absent: true),
            // A terminal has one output.
            IsSet(request, "stderr", absent: true) && !IsSet(request, "tty", absent: false)
        );

    private static bool IsSet(HttpRequest request, string name, bool absent) =>
        request.Query[name].ToString() switch
        {
            "" => absent,
            "true" or "1" => true,
            _ => false,
        };
}
