using ResilienceGate.Core.Reports;
using ResilienceGate.Reports;

namespace ResilienceGate.Hosts;

/// <summary>Shows a finished run on its host. Publishing never changes the verdict: what fails here is a warning.</summary>
internal sealed class RunPublisher(ICiHost host)
{
    public async Task PublishAsync(RunResult result, ReportPaths paths, CancellationToken ct)
    {
        if (host.HasAnnotations)
        {
            foreach (var annotation in RunAnnotations.From(result))
                host.Annotate(annotation);
        }
        try
        {
            foreach (var (name, value) in RunOutputs.From(result, paths, host.Locate))
                host.SetOutput(name, value);
            await host.PublishSummaryAsync(paths.Markdown, ct);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            host.Annotate(
                new Annotation(AnnotationLevel.Warning, $"The result could not be shown on {host.Name}: {e.Message}")
            );
        }
        host.Conclude(result.Conclusion, RunSentences.Headline(result));
    }
}
