using System.Globalization;
using System.Text.Json.Nodes;

namespace ResilienceGate.LocalCluster.Api.Pods;

/// <summary>The Status objects with which sessions end, in the words of the kubelet's <c>remotecommand</c>.</summary>
internal static class RemoteStatus
{
    public static JsonObject Success() => Head("Success");

    public static JsonObject Of(int exitCode)
    {
        if (exitCode is 0)
            return Success();
        var code = exitCode.ToString(CultureInfo.InvariantCulture);
        var status = Head("Failure");
        status["message"] = $"command terminated with non-zero exit code: command terminated with exit code {code}";
        status["reason"] = "NonZeroExitCode";
        status["details"] = Causes(new JsonObject { ["reason"] = "ExitCode", ["message"] = code });
        return status;
    }

    public static JsonObject NotStarted(string cause)
    {
        // Twice: the kubelet wraps it, and so does what it serves the streams with.
        var inner = $"Internal error occurred: error executing command in container: {cause}";
        var status = Head("Failure");
        status["message"] = $"Internal error occurred: {inner}";
        status["reason"] = "InternalError";
        status["details"] = Causes(new JsonObject { ["message"] = inner });
        status["code"] = 500;
        return status;
    }

    private static JsonObject Head(string status) => new() { ["metadata"] = new JsonObject(), ["status"] = status };

    private static JsonObject Causes(JsonObject cause) => new() { ["causes"] = new JsonArray(cause) };
}
