using System.Globalization;
using ResilienceGate.Core.Measurements;

namespace ResilienceGate.Hosts;

/// <summary>Lines with a time, for logs of pipelines and files. A sign of life follows when nothing happens for long.</summary>
internal sealed class PlainProgress(ICiHost host, TimeProvider time) : IRunProgress
{
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(15);

    private readonly Lock _gate = new();
    private string _experiment = "";
    private int _number;
    private int _of = 1;
    private int _injections = 1;
    private long _lastLine = time.GetTimestamp();

    public void StepStarted(string step) => Line(step);

    public void SteadyStateMeasured(SteadyState steady) => Line(ProgressText.Of(steady));

    public void ExperimentStarted(string name, string fault, int number, int of, int injections)
    {
        lock (_gate)
        {
            (_experiment, _number, _of, _injections) = (name, number, of, injections);
            Line(ProgressText.Experiment(name, fault, number, of, injections));
            ReportShare(done: 0);
        }
    }

    public void InjectionStarted(int number, IReadOnlyList<string> victims)
    {
        lock (_gate)
            Line(ProgressText.Injection(number, _injections, victims));
    }

    public void InjectionFinished(Injection injection)
    {
        lock (_gate)
        {
            Line(ProgressText.Of(injection, _injections));
            ReportShare(injection.Number);
        }
    }

    public void Traffic(TrafficReading reading)
    {
        lock (_gate)
        {
            if (time.GetElapsedTime(_lastLine) >= Silence)
                Line(ProgressText.Of(reading));
        }
    }

    public void Message(string text) => Line(text);

    public void Warning(string text)
    {
        lock (_gate)
        {
            _lastLine = time.GetTimestamp();
            host.Annotate(new Annotation(AnnotationLevel.Warning, text));
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void ReportShare(int done) =>
        host.Progress((int)(100 * (_number - 1 + ((double)done / _injections)) / _of), _experiment);

    private void Line(string text)
    {
        lock (_gate)
        {
            _lastLine = time.GetTimestamp();
            host.Log.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{time.GetUtcNow():HH:mm:ss} {text.ReplaceLineEndings(" ")}"
                )
            );
        }
    }
}
