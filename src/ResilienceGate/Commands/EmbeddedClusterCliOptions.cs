using System.CommandLine;
using ResilienceGate.Clusters;
using ResilienceGate.EmbeddedClusters;

namespace ResilienceGate.Commands;

/// <summary>The options that say which embedded cluster.</summary>
internal sealed class EmbeddedClusterCliOptions
{
    private readonly Option<string> _name = new("--name")
    {
        Description = "Name of the embedded cluster",
        HelpName = "NAME",
        DefaultValueFactory = _ => "default",
    };

    private readonly Option<string?> _kubeconfig = new("--kubeconfig")
    {
        Description = "Find the cluster by its kubeconfig instead, such as one that `try --keep` has left up",
        HelpName = "FILE",
    };

    public EmbeddedClusterCliOptions() =>
        _name.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var name }] && !(name.Length > 0 && name.All(IsNameCharacter)))
                result.AddError($"--name {name}: letters, digits and '-' only");
        });

    /// <summary>Gives a command these options, and an action on the cluster that they name.</summary>
    public void SetAction(
        Command command,
        CommandContext context,
        Func<ClusterMachines, ParseResult, CancellationToken, Task> act
    )
    {
        command.Add(_name);
        command.Add(_kubeconfig);
        command.SetGuardedAction(
            context.Host,
            async (parsed, ct) =>
            {
                var kubeconfig = Kubeconfig(parsed, context);
                using var kubernetes = ClusterConnection.Open(new ClusterOptions(kubeconfig, null));
                await act(new ClusterMachines(kubernetes, kubeconfig), parsed, ct);
                return ExitCodes.Pass;
            }
        );
    }

    /// <summary>For the command that makes the cluster, whose kubeconfig is not there yet.</summary>
    public void AddNameTo(Command command) => command.Add(_name);

    public string Name(ParseResult parsed) => parsed.GetRequiredValue(_name);

    /// <exception cref="GateException">There is none.</exception>
    private string Kubeconfig(ParseResult parsed, CommandContext context)
    {
        if (parsed.GetValue(_kubeconfig) is { } given)
            return Path.GetFullPath(given);
        var folder = ClusterFolder.Of(Name(parsed), context.Environment);
        return File.Exists(folder.Kubeconfig)
            ? folder.Kubeconfig
            : throw new GateException(
                $"There is no embedded cluster \"{Name(parsed)}\"; `resilience-gate cluster up` brings one up."
            );
    }

    private static bool IsNameCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c == '-';
}
