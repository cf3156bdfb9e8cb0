using System.Globalization;
using ResilienceGate.Core.Measurements;

namespace ResilienceGate.Core.Reports.Html;

/// <summary>
/// One experiment as its users felt it: above, how many of the requests were answered rightly and in time; below, how long
/// they took, before what the accepted versions need. Every injection is shaded from the fault to the recovery.
/// </summary>
internal sealed class TimelineChart
{
    private const double Width = 960;
    private const double Left = 56;
    private const double Right = 948;
    private const double Height = 296;

    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(5);

    private readonly RunResult _result;
    private readonly ExperimentResult _experiment;
    private readonly IReadOnlyList<TrafficSecond> _seconds;
    private readonly Axis _time;
    private readonly Axis _requests;
    private readonly Axis _latency;
    private readonly (double Typical, double Allowed)? _band;

    private TimelineChart(RunResult result, ExperimentResult experiment, IReadOnlyList<TrafficSecond> seconds)
    {
        _result = result;
        _experiment = experiment;
        _seconds = seconds;
        _band = Band(result, experiment);
        _time = new Axis(seconds[0].At.TotalSeconds, seconds[^1].At.TotalSeconds + 1, Left, Right);
        _requests = new Axis(0, Math.Max(1, seconds.Max(s => s.Sent)) * 1.1, 140, 16);
        var slowest = seconds.Max(s => s.P99)?.TotalSeconds ?? 0;
        _latency = new Axis(0, Math.Max(Axis.RoundUp(Math.Max(slowest, _band?.Allowed ?? 0)), 0.001), 272, 160);
    }

    /// <summary>Nothing when no traffic was seen while the experiment went on.</summary>
    public static Markup Render(RunResult result, ExperimentResult experiment)
    {
        if (experiment.Injections.Count == 0)
            return Markup.None;
        var from = experiment.Injections[0].At - result.Started - Margin;
        var last = experiment.Injections[^1];
        var to = last.At - result.Started + (last.RecoveryTime ?? last.Watched) + Margin;
        var seconds = result.Timeline.Where(s => s.At >= from && s.At <= to).ToList();
        return seconds.Count == 0 ? Markup.None : new TimelineChart(result, experiment, seconds).Draw();
    }

    private Markup Draw() =>
        Markup.Of(
            $"""
            <figure class="scroll" tabindex="0"><svg viewBox="0 0 {Width} {Height}" role="img" aria-label="{Told()}">
            {Markup.Join(_experiment.Injections.Select(Shade))}
            {Grid()}
            <path class="sent" d="{Area(s => s.Sent)}"/><path class="good" d="{Area(s => s.Good)}"/>
            {Reference()}
            <path class="p99" d="{Line(s => s.P99)}"/><path class="p50" d="{Line(s => s.P50)}"/>
            {Markup.Join(_experiment.Injections.Select(Mark))}
            </svg>
            <figcaption><span class="key good">right and in time</span> <span class="key sent">failed, wrong or late</span>
            <span class="key p50">p50</span> <span class="key p99">p99</span>
            <span class="key fault">fault to recovery</span>{Legend()}</figcaption></figure>

            """
        );

    private string Told() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"Requests a second and latency over {_seconds.Count} seconds of '{_experiment.Name}', with {_experiment.Injections.Count} injections; the tables below have the numbers."
        );

    private Markup Legend() =>
        _band is null
            ? Markup.None
            : new Markup(" <span class=\"key band\">p99 of the accepted versions, up to what is allowed</span>");

    private Markup Shade(Injection injection)
    {
        var (from, to) = Span(injection);
        var kind = injection.IsValid ? "fault" : "fault void";
        return Markup.Of(
            $"<rect class=\"{kind}\" x=\"{from}\" y=\"16\" width=\"{Math.Max(1, to - from)}\" height=\"256\"/>"
        );
    }

    private Markup Mark(Injection injection)
    {
        var (from, _) = Span(injection);
        var recovery = injection switch
        {
            { Void: { } why } => $"does not count: {why}",
            { RecoveryTime: { } time } => $"recovered after {Amount.Of(time)}",
            _ => $"not recovered after {Amount.Of(injection.Watched)}",
        };
        return Markup.Of(
            $"<g><title>Injection {injection.Number} ({string.Join(", ", injection.Victims)}): {recovery}</title><text class=\"mark\" x=\"{from + 2}\" y=\"12\">▼ {injection.Number}</text></g>"
        );
    }

    private (double From, double To) Span(Injection injection)
    {
        var from = (injection.At - _result.Started).TotalSeconds;
        return (_time.At(from), _time.At(from + (injection.RecoveryTime ?? injection.Watched).TotalSeconds));
    }

    private Markup Grid()
    {
        var times = _time
            .Ticks(8)
            .Select(t =>
                Markup.Of($"<text class=\"tick\" x=\"{_time.At(t)}\" y=\"290\" text-anchor=\"middle\">{t} s</text>")
            );
        var requests = _requests.Ticks(3).Select(v => Line(_requests.At(v), Markup.Of($"{v}/s")));
        var latencies = _latency.Ticks(3).Select(v => Line(_latency.At(v), Markup.Of($"{Amount.Seconds(v)}")));
        return Markup.Join([.. times, .. requests, .. latencies]);
    }

    private static Markup Line(double y, Markup label) =>
        Markup.Of(
            $"<line class=\"grid\" x1=\"{Left}\" x2=\"{Right}\" y1=\"{y}\" y2=\"{y}\"/><text class=\"tick\" x=\"{Left - 6}\" y=\"{y + 4}\" text-anchor=\"end\">{label}</text>"
        );

    private Markup Reference()
    {
        if (_band is not { } band)
            return Markup.None;
        var (typical, allowed) = (_latency.At(band.Typical), _latency.At(band.Allowed));
        return Markup.Of(
            $"<rect class=\"band\" x=\"{Left}\" width=\"{Right - Left}\" y=\"{allowed}\" height=\"{Math.Max(1, typical - allowed)}\"/>"
        );
    }

    /// <summary>Steps, for a second is a sum and not a moment.</summary>
    private Markup Area(Func<TrafficSecond, long> value)
    {
        var bottom = _requests.At(0);
        var steps = _seconds.Select(s =>
        {
            var (from, to) = (_time.At(s.At.TotalSeconds), _time.At(s.At.TotalSeconds + 1));
            return Markup.Of($"M{from} {bottom}V{_requests.At(value(s))}H{to}V{bottom}");
        });
        return Markup.Join(steps);
    }

    /// <summary>A second without an answer is a gap.</summary>
    private Markup Line(Func<TrafficSecond, TimeSpan?> value)
    {
        var pieces = new List<Markup>();
        var isDrawing = false;
        foreach (var second in _seconds)
        {
            if (value(second) is { } latency)
                pieces.Add(
                    Markup.Of(
                        $"{(isDrawing ? "L" : "M")}{_time.At(second.At.TotalSeconds + 0.5)} {_latency.At(latency.TotalSeconds)}"
                    )
                );
            isDrawing = value(second) is not null;
        }
        return Markup.Join(pieces);
    }

    private static (double Typical, double Allowed)? Band(RunResult result, ExperimentResult experiment) =>
        result.Findings.FirstOrDefault(f => f.Metric is Metric.P99 && f.Experiment == experiment.Name)?.Evidence
            is { } evidence
            ? (evidence.Baseline, evidence.Baseline * (1 + evidence.Margin))
            : null;
}
