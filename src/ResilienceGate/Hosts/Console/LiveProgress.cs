using ResilienceGate.Core.Measurements;
using Spectre.Console;

namespace ResilienceGate.Hosts.Console;

/// <summary>A status that stays at the bottom of the terminal, under the lines of what has happened.</summary>
internal sealed class LiveProgress : IRunProgress
{
    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(250);

    private readonly Lock _gate = new();
    private readonly IAnsiConsole _console;
    private readonly TimeProvider _time;
    private readonly long _started;
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _display;
    private LiveStatus _status = new();

    public LiveProgress(IAnsiConsole console, TimeProvider time)
    {
        _console = console;
        _time = time;
        _started = time.GetTimestamp();
        _display = console.Live(_status.Render()).AutoClear(true).StartAsync(ShowAsync);
    }

    public void StepStarted(string step) => Update(s => s with { Step = step, Experiment = null });

    public void SteadyStateMeasured(SteadyState steady) => Line(ProgressText.Of(steady), Style.Plain);

    public void ExperimentStarted(string name, string fault, int number, int of, int injections)
    {
        var text = ProgressText.Experiment(name, fault, number, of, injections);
        Line(text, new Style(decoration: Decoration.Bold));
        Update(s => s with { Step = "experiments", Experiment = text, Injection = 0, Injections = injections });
    }

    public void InjectionStarted(int number, IReadOnlyList<string> victims) =>
        Update(s => s with { Injection = number });

    public void InjectionFinished(Injection injection)
    {
        var missed = injection is { IsValid: false } or { RecoveryTime: null };
        Line($"  {ProgressText.Of(injection, _status.Injections)}", missed ? new Style(Color.Yellow) : Style.Plain);
    }

    public void Traffic(TrafficReading reading) => Update(s => s with { Traffic = reading });

    public void Message(string text) => Line(text, Style.Plain);

    public void Warning(string text) => Line($"warning: {text}", new Style(Color.Yellow));

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _display;
        _ended.Dispose();
    }

    private async Task ShowAsync(LiveDisplayContext context)
    {
        using var timer = new PeriodicTimer(Refresh, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(_ended.Token))
            {
                lock (_gate)
                    context.UpdateTarget((_status with { Elapsed = _time.GetElapsedTime(_started) }).Render());
            }
        }
        catch (OperationCanceledException)
        {
            // The run is over; the display takes itself off the screen.
        }
    }

    private void Update(Func<LiveStatus, LiveStatus> change)
    {
        lock (_gate)
            _status = change(_status);
    }

    private void Line(string text, Style style)
    {
        lock (_gate)
            _console.Write(new Text(text + Environment.NewLine, style));
    }
}
