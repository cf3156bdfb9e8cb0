using Microsoft.AspNetCore.Http;

namespace ResilienceGate.LocalCluster.Api.Pods;

/// <summary>The query of a request for streams (<c>PodExecOptions</c>, <c>PodAttachOptions</c>).</summary>
internal sealed record RemoteOptions
{
    /// <summary>Whether each stream is wanted.</summary>
    public required bool StandardInput { get; init; }

    public required bool StandardOutput { get; init; }
    public required bool StandardError { get; init; }

    public required bool Terminal { get; init; }

    /// <summary>What to run, for <c>exec</c>.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    public static RemoteOptions Parse(HttpRequest request)
    {
        var terminal = IsSet(request, "tty");
        return new RemoteOptions
        {
            StandardInput = IsSet(request, "stdin"),
            StandardOutput = IsSet(request, "stdout"),
            // A terminal has one output.
            StandardError = IsSet(request, "stderr") && !terminal,
            Terminal = terminal,
            Command = [.. request.Query["command"].Select(part => part ?? "")],
        };
    }

    private static bool IsSet(HttpRequest request, string name) => request.Query[name].ToString() is "true" or "1";
}
