using ResilienceGate.Core.Judgement;

namespace ResilienceGate.Hosts.Console;

/// <summary>A terminal, or a pipeline that nobody told us of: words, and no commands.</summary>
internal sealed class ConsoleHost(TextWriter output, bool isInteractive) : ICiHost
{
    public string Name => "console";

    public bool IsInteractive => isInteractive;

    public bool HasAnnotations => false;

    public Revision Revision { get; init; } = new();

    public TextWriter Log => output;

    public void Annotate(Annotation annotation)
    {
        var place = (annotation.File, annotation.Line, annotation.Column) switch
        {
            (null, _, _) => "",
            (var file, null, _) => $"{file}: ",
            (var file, var line, null) => $"{file}:{line}: ",
            var (file, line, column) => $"{file}:{line}:{column}: ",
        };
        var level = annotation.Level switch
        {
            AnnotationLevel.Error => "error: ",
            AnnotationLevel.Warning => "warning: ",
            _ => "",
        };
        output.WriteLine($"{place}{level}{annotation.Message}");
    }

    // The progress of the run is on the screen already.
    public void Progress(int percent, string step) { }

    // There are no later steps: the final screen names the reports, and the cluster holds the journal.
    public void SetOutput(string name, string value) { }

    public void SaveState(string name, string value) { }

    public Task PublishSummaryAsync(string path, CancellationToken ct) => Task.CompletedTask;

    public string Locate(string path) => path;

    public void Conclude(Conclusion conclusion, string reason) { }
}
