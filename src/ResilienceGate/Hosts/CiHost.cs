using ResilienceGate.Hosts.AzureDevOps;
using ResilienceGate.Hosts.Console;
using ResilienceGate.Hosts.GitHub;

namespace ResilienceGate.Hosts;

/// <summary>Tells by its environment which host runs the gate.</summary>
internal static class CiHost
{
    /// <param name="output">Standard output: hosts read commands there.</param>
    /// <param name="isRedirected">Whether the output goes to something else than a terminal.</param>
    public static ICiHost Detect(
        IReadOnlyDictionary<string, string> environment,
        TextWriter output,
        bool isRedirected
    ) =>
        environment switch
        {
            _ when IsTrue(environment, "GITHUB_ACTIONS") => new GitHubActionsHost(environment, output),
            _ when IsTrue(environment, "TF_BUILD") => new AzurePipelinesHost(environment, output),
            // Nearly every pipeline sets CI.
            _ when IsTrue(environment, "CI") => new ConsoleHost(output, isInteractive: false),
            _ => new ConsoleHost(output, isInteractive: !isRedirected) { Revision = new Revision { IsByHand = true } },
        };

    // GitHub writes "true", Azure "True".
    private static bool IsTrue(IReadOnlyDictionary<string, string> environment, string name) =>
        string.Equals(environment.GetValueOrDefault(name), "true", StringComparison.OrdinalIgnoreCase);
}
