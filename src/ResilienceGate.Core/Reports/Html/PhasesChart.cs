using ResilienceGate.Core.Measurements;

namespace ResilienceGate.Core.Reports.Html;

/// <summary>Where the time of each recovery went: one bar an injection, one piece a phase.</summary>
internal static class PhasesChart
{
    private const double Width = 960;
    private const double Left = 56;
    private const double Right = 868;
    private const double Row = 22;

    public static Markup Render(RunResult result, ExperimentResult experiment)
    {
        var recovered = experiment.Injections.Where(i => i is { IsValid: true, Phases.Count: > 0 }).ToList();
        if (recovered.Count == 0)
            return Markup.None;
        var compared = result
            .Findings.FirstOrDefault(f => f.Metric is Metric.RecoveryTime && f.Experiment == experiment.Name)
            ?.Evidence;
        var allowed = compared is null ? 0 : compared.Baseline * (1 + compared.Margin);
        var longest = recovered.Max(i => i.RecoveryTime)?.TotalSeconds ?? 0;
        var axis = new Axis(0, Math.Max(longest, allowed) * 1.02, Left, Right);
        var bottom = recovered.Count * Row;
        var band = compared is null
            ? Markup.None
            : Markup.Of(
                $"<rect class=\"band\" x=\"{axis.At(compared.Baseline)}\" y=\"0\" width=\"{Math.Max(1, axis.At(allowed) - axis.At(compared.Baseline))}\" height=\"{bottom}\"/>"
            );
        var told =
            $"Phases of {recovered.Count} recoveries from '{experiment.Name}'; the table of recoveries by phase has their means.";
        return Markup.Of(
            $"""
            <figure class="scroll" tabindex="0"><svg viewBox="0 0 {Width} {bottom + 22}" role="img" aria-label="{told}">
            {Markup.Join(recovered.Select((injection, i) => Bar(injection, axis, i * Row)))}
            {band}
            {Markup.Join(axis.Ticks(8).Select(t => Tick(axis.At(t), bottom, Amount.Seconds(t))))}
            </svg>
            <figcaption>{Markup.Join(Shown(recovered).Select(Key))}{(
                compared is null
                    ? Markup.None
                    : new Markup(
                        " <span class=\"key band\">recovery of the accepted versions, up to what is allowed</span>"
                    )
            )}</figcaption></figure>

            """
        );
    }

    private static Markup Bar(Injection injection, Axis axis, double top)
    {
        var pieces = new List<Markup>();
        var from = TimeSpan.Zero;
        foreach (var phase in injection.Phases.Where(p => p.Took > TimeSpan.Zero))
        {
            var (x, end) = (axis.At(from.TotalSeconds), axis.At((from + phase.Took).TotalSeconds));
            pieces.Add(
                Markup.Of(
                    $"<rect class=\"{phase.Phase.Name()}\" x=\"{x}\" y=\"{top + 3}\" width=\"{Math.Max(0.5, end - x)}\" height=\"{Row - 6}\"><title>{phase.Phase.Name()}: {Amount.Of(phase.Took)}</title></rect>"
                )
            );
            from += phase.Took;
        }
        return Markup.Of(
            $"<text class=\"tick\" x=\"{Left - 6}\" y=\"{top + 15}\" text-anchor=\"end\">{injection.Number}</text>{Markup.Join(pieces)}<text class=\"tick\" x=\"{axis.At(from.TotalSeconds) + 6}\" y=\"{top + 15}\">{Amount.Of(from)}</text>"
        );
    }

    private static Markup Tick(double x, double bottom, string label) =>
        Markup.Of($"<text class=\"tick\" x=\"{x}\" y=\"{bottom + 16}\" text-anchor=\"middle\">{label}</text>");

    private static IEnumerable<Phase> Shown(IEnumerable<Injection> injections) =>
        injections.SelectMany(i => i.Phases).Where(p => p.Took > TimeSpan.Zero).Select(p => p.Phase).Distinct().Order();

    private static Markup Key(Phase phase) => Markup.Of($"<span class=\"key {phase.Name()}\">{phase.Name()}</span> ");
}
