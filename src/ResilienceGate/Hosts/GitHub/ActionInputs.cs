namespace ResilienceGate.Hosts.GitHub;

/// <summary>
/// The action runs without arguments (they would reach the clean-up too), so its inputs become the command line. What
/// counts is, in this order: the input (<c>with:</c>), the variable <c>RESILIENCE_GATE_NAME</c>, the plan, the default.
/// The last two are decided where the command line is read; here an empty input is no input.
/// </summary>
internal sealed class ActionInputs(IReadOnlyDictionary<string, string> environment)
{
    /// <summary>The inputs of action.yml, each the name of an option of <c>run</c>.</summary>
    public static readonly IReadOnlyList<string> Names =
    [
        "config",
        "kubeconfig",
        "context",
        "namespace",
        "workload",
        "model-version",
        "baseline",
        "update-baseline",
        "on-missing-baseline",
        "report-dir",
        "dry-run",
    ];

    /// <summary>What was given, by the name of the option.</summary>
    public IReadOnlyDictionary<string, string> ReadInputs() =>
        new OrderedDictionary<string, string>(
            Names
                .Select(name => KeyValuePair.Create(name, Input(name) ?? Variable(name) ?? ""))
                .Where(given => given.Value.Length > 0),
            StringComparer.Ordinal
        );

    /// <summary>The command line to run: the one given, or within GitHub Actions without any the one that the inputs say.</summary>
    public IReadOnlyList<string> CommandLine(IReadOnlyList<string> given) =>
        given.Count > 0 || environment.GetValueOrDefault("GITHUB_ACTIONS") is not "true"
            ? given
            // One token each, so that no value can pass for an option.
            : ["run", .. ReadInputs().Select(i => $"--{i.Key}={i.Value}")];

    // The runner upper-cases names and turns spaces into underscores; hyphens stay.
    private string? Input(string name) => Value($"INPUT_{name.ToUpperInvariant()}");

    private string? Variable(string name) => Value($"RESILIENCE_GATE_{name.ToUpperInvariant().Replace('-', '_')}");

    private string? Value(string variable) =>
        environment.GetValueOrDefault(variable)?.Trim() is { Length: > 0 } value ? value : null;
}
