using k8s.Models;

namespace ResilienceGate.LocalCluster.Nodes.Environment;

/// <summary>
/// What every container's environment begins with. The machine stands for the image, so the search path and the .NET
/// runtime are the machine's; everything else of the cluster's own environment stays outside.
/// </summary>
internal sealed record MachineVariables
{
    public required string Path { get; init; }
    public required string DotnetRoot { get; init; }

    /// <summary>Of the machine that this process is on.</summary>
    public static MachineVariables Here() =>
        new()
        {
            Path = System.Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin",
            DotnetRoot = System.IO.Path.GetFullPath(
                System.IO.Path.Combine(AppContext.GetData("FX_DEPS_FILE") as string ?? "/", "..", "..", "..", "..")
            ),
        };

    public Dictionary<string, string> For(V1Pod pod, string home) =>
        new(StringComparer.Ordinal)
        {
            ["PATH"] = Path,
            ["HOME"] = home,
            ["TMPDIR"] = home,
            ["HOSTNAME"] = pod.Spec.Hostname ?? pod.Metadata.Name,
            ["DOTNET_ROOT"] = DotnetRoot,
        };
}
