using System.Globalization;
using ResilienceGate.Core.Judgement;

namespace ResilienceGate.Hosts.AzureDevOps;

/// <summary>Azure Pipelines: logging commands on standard output.</summary>
internal sealed class AzurePipelinesHost(IReadOnlyDictionary<string, string> environment, TextWriter output) : ICiHost
{
    private readonly AnnotationQuota _quota = new();

    public string Name => "Azure Pipelines";

    public bool IsInteractive => false;

    public bool HasAnnotations => true;

    public Revision Revision { get; } = AzureRevision.Read(environment);

    public TextWriter Log { get; } = new CommandFreeWriter(output);

    public void Annotate(Annotation annotation)
    {
        var level = annotation.Level is AnnotationLevel.Error ? "error" : "warning";
        var message = annotation.Title is { } title ? $"{title}: {annotation.Message}" : annotation.Message;
        // There is no issue of a lower level than a warning.
        if (annotation.Level is AnnotationLevel.Notice || !_quota.Admit(annotation.Level))
        {
            Log.WriteLine(annotation.Level is AnnotationLevel.Notice ? message : $"{level}: {message}");
            return;
        }
        Command(
            "task.logissue",
            AnnotationQuota.Cut(message),
            ("type", level),
            ("sourcepath", annotation.File is { } path ? Locate(path) : null),
            ("linenumber", annotation.Line?.ToString(CultureInfo.InvariantCulture)),
            ("columnnumber", annotation.Column?.ToString(CultureInfo.InvariantCulture))
        );
    }

    public void Progress(int percent, string step) =>
        Command("task.setprogress", step, ("value", percent.ToString(CultureInfo.InvariantCulture)));

    public void SetOutput(string name, string value) =>
        Command("task.setvariable", value, ("variable", CamelCase.From(name)), ("isoutput", "true"));

    public void SaveState(string name, string value) => Command("task.settaskvariable", value, ("variable", name));

    public Task PublishSummaryAsync(string path, CancellationToken ct)
    {
        Command("task.uploadsummary", Path.GetFullPath(path));
        return Task.CompletedTask;
    }

    public string Locate(string path) => path;

    public void Conclude(Conclusion conclusion, string reason)
    {
        // Success is left to the exit code: a command would hide a crash that comes after it.
        if (conclusion is Conclusion.Warning)
            Command("task.complete", reason, ("result", "SucceededWithIssues"));
        else if (conclusion is Conclusion.Failure)
            Command("task.complete", reason, ("result", "Failed"));
    }

    private void Command(string action, string data, params ReadOnlySpan<(string, string?)> properties) =>
        output.WriteLine(LoggingCommand.Format(action, data, properties));
}
