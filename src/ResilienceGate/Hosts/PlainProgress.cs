using System.Globalization;
using ResilienceGate.Core.Measurements;

namespace ResilienceGate.Hosts;

/// <summary>Lines with a time, for logs of pipelines and files. A sign of life follows when nothing happens for long.</summary>
internal sealed class PlainProgress(ICiHost host, TimeProvider time) : IRunProgress
{
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(15);

    private readonly Lock gate = new();
    private string experiment = "";
    private int number;
    private int of = 1;
    private int injections = 1;
    private long lastLine = time.GetTimestamp();

    public void StepStarted(string step) => Line(step);

    public void SteadyStateMeasured(SteadyState steady) => Line(ProgressText.Of(steady));

    public void ExperimentStarted(string name, string fault, int number, int of, int injections)
    {
        lock (gate)
        {
            (experiment, this.number, this.of, this.injections) = (name, number, of, injections);
            Line(ProgressText.Experiment(name, fault, number, of, injections));
            ReportShare(done: 0);
        }
    }

    public void InjectionStarted(int number, IReadOnlyList<string> victims)
    {
        lock (gate)
            Line(ProgressText.Injection(number, injections, victims));
    }

    public void InjectionFinished(Injection injection)
    {
        lock (gate)
        {
            Line(ProgressText.Of(injection, injections));
            ReportShare(injection.Number);
        }
    }

    public void Traffic(TrafficReading reading)
    {
        lock (gate)
        {
            if (time.GetElapsedTime(lastLine) >= Silence)
                Line(ProgressText.Of(reading));
        }
    }

    public void Message(string text) => Line(text);

    public void Warning(string text)
    {
        lock (gate)
        {
            lastLine = time.GetTimestamp();
            host.Annotate(new Annotation(AnnotationLevel.Warning, text));
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void ReportShare(int done) =>
        host.Progress((int)(100 * (number - 1 + ((double)done / injections)) / of), experiment);

    private void Line(string text)
    {
        lock (gate)
        {
            lastLine = time.GetTimestamp();
            host.Log.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{time.GetUtcNow():HH:mm:ss} {text.ReplaceLineEndings(" ")}"
                )
            );
        }
    }
}
