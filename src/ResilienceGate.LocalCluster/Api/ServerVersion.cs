using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Api;

/// <summary>The version of the Kubernetes API that is served. The build metadata says by whom.</summary>
internal static class ServerVersion
{
    public const string GitVersion = "v1.36.2+resilience-gate";

    public static JsonObject Describe(DateTimeOffset started) =>
        new()
        {
            ["major"] = "1",
            ["minor"] = "36",
            ["gitVersion"] = GitVersion,
            ["gitCommit"] = "",
            ["gitTreeState"] = "clean",
            ["buildDate"] = Timestamps.Format(started),
            ["goVersion"] = "none: embedded in .NET",
            ["compiler"] = RuntimeInformation.FrameworkDescription,
            ["platform"] =
                $"linux/{(RuntimeInformation.ProcessArchitecture is Architecture.Arm64 ? "arm64" : "amd64")}",
        };
}
