using System.Globalization;
using ResilienceGate.Core.Judgement;

namespace ResilienceGate.Hosts.GitHub;

/// <summary>GitHub Actions: workflow commands on standard output, and the files behind GITHUB_OUTPUT and its like.</summary>
internal sealed class GitHubActionsHost(IReadOnlyDictionary<string, string> environment, TextWriter output) : ICiHost
{
    private readonly AnnotationQuota _quota = new();
    private readonly FileCommand _file = new(Guid.NewGuid);

    public string Name => "GitHub Actions";

    public bool IsInteractive => false;

    public bool HasAnnotations => true;

    public Revision Revision { get; } = GitHubRevision.Read(environment);

    public TextWriter Log { get; } = new CommandFreeWriter(output);

    public void Annotate(Annotation annotation)
    {
        var level = annotation.Level switch
        {
            AnnotationLevel.Error => "error",
            AnnotationLevel.Warning => "warning",
            _ => "notice",
        };
        if (!_quota.Admit(annotation.Level))
        {
            Log.WriteLine($"{level}: {annotation.Message}");
            return;
        }
        Command(
            level,
            AnnotationQuota.Cut(annotation.Message),
            ("file", annotation.File is { } path ? Locate(path) : null),
            ("line", annotation.Line?.ToString(CultureInfo.InvariantCulture)),
            ("col", annotation.Column?.ToString(CultureInfo.InvariantCulture)),
            ("title", annotation.Title)
        );
    }

    public void Progress(int percent, string step) => Log.WriteLine($"{percent, 3} % {step}");

    public void SetOutput(string name, string value) => Append("GITHUB_OUTPUT", name, value);

    public void SaveState(string name, string value) => Append("GITHUB_STATE", name, value);

    public async Task PublishSummaryAsync(string path, CancellationToken ct)
    {
        if (environment.GetValueOrDefault("GITHUB_STEP_SUMMARY") is not { Length: > 0 } summary)
            return;
        var used = new FileInfo(summary) is { Exists: true } before ? before.Length : 0;
        await File.AppendAllTextAsync(summary, StepSummary.Fit(await File.ReadAllTextAsync(path, ct), used), ct);
    }

    // The workspace lies elsewhere for the steps that do not run in this container.
    public string Locate(string path) =>
        environment.GetValueOrDefault("GITHUB_WORKSPACE") is { Length: > 0 } workspace
            ? WorkspacePath.Relative(workspace, path)
            : path;

    // The exit code says it.
    public void Conclude(Conclusion conclusion, string reason) { }

    private void Append(string variable, string name, string value)
    {
        if (environment.GetValueOrDefault(variable) is { Length: > 0 } path)
            _file.Append(path, name, value);
        else
            Log.WriteLine($"{variable} is not set: {name}={value} reaches no other step.");
    }

    private void Command(string name, string data, params ReadOnlySpan<(string, string?)> properties) =>
        output.WriteLine(WorkflowCommand.Format(name, data, properties));
}
