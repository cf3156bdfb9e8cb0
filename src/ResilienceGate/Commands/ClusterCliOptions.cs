using System.CommandLine;
using ResilienceGate.Clusters;

namespace ResilienceGate.Commands;

/// <summary>The options that say which cluster, the same for every command that needs one.</summary>
internal sealed class ClusterCliOptions
{
    public Option<string?> Kubeconfig { get; } =
        new("--kubeconfig")
        {
            Description = "Path of a kubeconfig; default: KUBECONFIG, ~/.kube/config, or the pod's service account",
        };

    public Option<string?> Context { get; } =
        new("--context") { Description = "Context of the kubeconfig; default: its current one" };

    public void AddTo(Command command)
    {
        command.Add(Kubeconfig);
        command.Add(Context);
    }

    public ClusterOptions Read(ParseResult parsed) => new(parsed.GetValue(Kubeconfig), parsed.GetValue(Context));
}
